import type { ClientBase } from "pg";
import { byOf } from "@/server/access/by";
import { may } from "@/server/access/principal";
import { SillageError } from "@/server/errors";
import { sql } from "@/server/event-store/sql";
import type { Visit } from "@/server/http/door";
import { recordReading } from "@/server/masking/record-reading";
import { act } from "@/server/operator-actions/act";
import { readable, textRefusal } from "./content";
import { placeOf } from "./dead-letter-item";
import type { Edit, Editable, EditInput, EditOutput, EditPreview } from "./edit-schemas";
import { type EditableLetter, lockLetters, readEditable } from "./editable-letters";
import { editedContent } from "./edited-content";
import { EditJudge } from "./judge-edit";
import { sameContent } from "./patch";
import { headersReadable, isReserved } from "./patch-headers";
import { redriveAtOnce } from "./redrive-at-once";
import { refused } from "./refusal-texts";
import { toldChanges } from "./told-changes";
import { readVersion, writeVersions } from "./versions";

/**
 * What the editor shows of a dead letter: all of it, so whoever is shown something personal is on record.
 * @throws SillageError NOT_FOUND; FORBIDDEN for whoever sees it masked; UNPROCESSABLE where its content is not held
 */
export async function openEditable(visit: Visit, id: string): Promise<Editable> {
  const { searchPool } = visit.services;
  const judge = await EditJudge.of(visit);
  const letter = await readOne(searchPool, visit, judge, id);
  const original = letter.version === 0 ? letter.content : await readVersion(searchPool, id, 0);
  const place = placeOf(letter);
  if (judge.seesMore(letter)) await recordReading(visit, { what: "deadLetter", id, ...place });
  const content = readable(letter.content!);
  return {
    id,
    ...place,
    queue: letter.queue,
    eventType: letter.eventType,
    version: letter.version,
    content,
    original: readable(original!),
    reserved: [...new Set(content.headers.map(({ name }) => name).filter(isReserved))],
    textRefusal: textRefusal(letter.content!),
    headersReadable: headersReadable(letter.content!.rawProperties),
  };
}

/**
 * What an edit would change, and what speaks against it.
 * @throws SillageError as `editDeadLetter` does
 */
export async function previewEdit(visit: Visit, id: string, edit: Edit): Promise<EditPreview> {
  const { searchPool } = visit.services;
  const judge = await EditJudge.of(visit);
  const letter = await readOne(searchPool, visit, judge, id);
  expectVersion(letter, edit.version);
  return judge.judge(letter, await editedContent(searchPool, letter, edit));
}

/**
 * Makes a new version of a dead letter, which counts from then on; the older ones stay. With `redrive` the plan, its claim
 * and its start are in the same transaction, so that there is no moment with neither or both.
 * @throws SillageError NOT_FOUND; FORBIDDEN for whoever sees it masked; CONFLICT where it was edited since, or a redrive has
 * it; UNPROCESSABLE where the edit does not apply, changes nothing, or has problems that are not accepted
 */
export async function editDeadLetter(
  visit: Visit,
  id: string,
  { accept, reason, redrive, ...edit }: EditInput,
): Promise<EditOutput> {
  const { services } = visit;
  if (redrive) expectRedrives(visit);
  const judge = await EditJudge.of(visit);
  const seen = await readOne(services.searchPool, visit, judge, id);
  expectVersion(seen, edit.version);
  const content = await editedContent(services.searchPool, seen, edit);
  if (sameContent(content, seen.content!)) {
    throw new SillageError("UNPROCESSABLE", "This edit changes nothing.");
  }
  const preview = await judge.judge(seen, content);
  expectAccepted(preview, accept);

  const version = seen.version + 1;
  const by = byOf(visit, reason);
  const place = placeOf(seen);
  const redriveId = await act(
    services.storePool,
    { by, action: "dead-letter.edited", target: { type: "dead-letter", id, ...place } },
    async (transaction) => {
      await lockLetters(transaction, sql`d.id = ${id}::bigint`, visit.scope, 1);
      const letter = await readOne(transaction, visit, judge, id);
      expectVersion(letter, edit.version);
      const patch = edit.restore === undefined ? null : { restore: edit.restore };
      await writeVersions(transaction, [{ deadLetterId: id, version, content, patch }], {
        editedBy: by.actor.name,
        reason: reason || null,
      });
      const started = redrive ? await redriveAtOnce(transaction, visit, [letter], redrive, by) : null;
      return {
        value: started,
        before: { version: letter.version },
        after: { version, ...toldChanges(preview), restored: edit.restore, redrive: started ?? undefined },
      };
    },
  );
  return { ...preview, version, redriveId };
}

async function readOne(
  client: Pick<ClientBase, "query">,
  { scope }: Visit,
  judge: EditJudge,
  id: string,
): Promise<EditableLetter> {
  const [letter] = await readEditable(client, sql`d.id = ${id}::bigint`, scope, 1);
  if (!letter) throw new SillageError("NOT_FOUND", `There is no dead letter ${id}.`);
  const refusal = judge.refusalOf(letter);
  if (refusal) throw refused(refusal, refusal === "claimed" ? letter.claimedBy : null);
  return letter;
}

function expectVersion({ version }: EditableLetter, expected: number): void {
  if (version === expected) return;
  throw new SillageError("CONFLICT", `It has been edited since: version ${version} counts now.`, {
    details: { facts: { version } },
  });
}

function expectAccepted({ problems, shape }: EditPreview, accept: boolean): void {
  if (accept || problems.length === 0) return;
  throw new SillageError(
    "UNPROCESSABLE",
    `The result is not like ${shape.source === "schema" ? "its schema demands" : "others of its type"}: ${problems.length} problems. Send accept: true to keep it all the same.`,
    { details: { facts: { problems, shape } } },
  );
}

/** @throws SillageError FORBIDDEN: editing alone does not allow to send */
export function expectRedrives({ principal }: Visit): void {
  if (may(principal, "dead-letters.redrive")) return;
  throw new SillageError("FORBIDDEN", "Your roles do not include redrives.");
}
