import { byOf } from "@/server/access/by";
import { SillageError } from "@/server/errors";
import type { Visit } from "@/server/http/door";
import { maskerOf } from "@/server/masking/masker-for";
import { recordReading } from "@/server/masking/record-reading";
import { act } from "@/server/operator-actions/act";
import type { RedriveSelection } from "@/server/redrive/redrive-schemas";
import { placeOf } from "./dead-letter-item";
import { expectRedrives } from "./edit";
import type {
  PatchApplyInput,
  PatchedMessage,
  PatchOutput,
  PatchPreview,
  PatchPreviewInput,
} from "./edit-schemas";
import { lockLetters, readEditable } from "./editable-letters";
import {
  conditionOf,
  countsOf,
  type Evaluated,
  evaluateAll,
  evaluatePatch,
  MOST_PATCHED,
  type PatchedSelection,
  tokenOf,
} from "./evaluate-patch";
import { guardDeadLetterFilter } from "./guard-dead-letter-filter";
import { EditJudge } from "./judge-edit";
import { redriveAtOnce } from "./redrive-at-once";
import { toldChanges } from "./told-changes";
import { writeVersions } from "./versions";

/** Messages of one page of a preview. */
const PAGE = 20;

/**
 * Tells what a patch would do: to how many messages, and message by message what would be different. `token` and `through`
 * given to `applyToDeadLetters` make it do exactly this or nothing.
 * @throws SillageError UNPROCESSABLE when there are more than may be patched at once; FORBIDDEN for a filter by what is masked
 */
export async function previewPatch(
  visit: Visit,
  { selection, patch, through, after }: PatchPreviewInput,
): Promise<PatchPreview> {
  const { searchPool } = visit.services;
  const judge = await EditJudge.of(visit);
  const asked: PatchedSelection = { which: await guarded(visit, selection), through, after };
  const evaluated =
    after === undefined
      ? await evaluatePatch(searchPool, visit.scope, judge, asked, patch)
      : await evaluateAll(
          await readEditable(searchPool, conditionOf(asked), visit.scope, PAGE + 1),
          judge,
          patch,
        );
  const page = evaluated.slice(0, PAGE);
  const shown = page.filter(({ letter, outcome }) => outcome === "applies" && judge.seesMore(letter));
  for (const { letter } of shown) {
    await recordReading(visit, { what: "deadLetter", id: letter.id, ...placeOf(letter) });
  }
  const first = after === undefined;
  return {
    counts: first ? countsOf(evaluated) : null,
    through: through ?? evaluated.at(-1)?.letter.id ?? null,
    token: first ? tokenOf(evaluated, patch) : null,
    items: page.map(toMessage),
    nextAfter: evaluated.length > PAGE ? page.at(-1)!.letter.id : null,
  };
}

/**
 * Patches dead letters: a new version of each to which the patch applies; the others stay as they are. All in one
 * transaction, with the plan, the claim and the start of a redrive where one is wanted.
 * @throws SillageError CONFLICT where it is not what the preview showed; UNPROCESSABLE when it applies to none, or results
 * are not like others of their type and that is not accepted
 */
export async function applyToDeadLetters(
  visit: Visit,
  { selection, patch, through, token, accept, redrive, reason }: PatchApplyInput,
): Promise<PatchOutput> {
  const { services, scope } = visit;
  if (redrive) expectRedrives(visit);
  const judge = await EditJudge.of(visit);
  const asked: PatchedSelection = { which: await guarded(visit, selection), through };
  const by = byOf(visit, reason);
  return act(
    services.storePool,
    { by, action: "dead-letters.patched", target: { type: "dead-letters", id: nameOf(selection) } },
    async (transaction) => {
      await lockLetters(transaction, conditionOf(asked), scope, MOST_PATCHED);
      const evaluated = await evaluatePatch(transaction, scope, judge, asked, patch);
      const counts = countsOf(evaluated);
      if (token !== undefined && token !== tokenOf(evaluated, patch)) {
        throw new SillageError(
          "CONFLICT",
          "Since the preview some of these messages have changed. Look again.",
        );
      }
      const applies = evaluated.filter((one) => one.outcome === "applies");
      if (applies.length === 0) {
        throw new SillageError("UNPROCESSABLE", "The patch changes none of these messages.", {
          details: { facts: { counts } },
        });
      }
      if (counts.warned > 0 && !accept) {
        throw new SillageError(
          "UNPROCESSABLE",
          `${counts.warned} of the results are not like others of their type. Send accept: true to keep them all the same.`,
          { details: { facts: { counts } } },
        );
      }
      await writeVersions(
        transaction,
        applies.map(({ letter, content }) => ({
          deadLetterId: letter.id,
          version: letter.version + 1,
          content,
          patch,
        })),
        { editedBy: by.actor.name, reason: reason || null },
      );
      const redriveId = redrive
        ? await redriveAtOnce(
            transaction,
            visit,
            applies.map(({ letter }) => letter),
            redrive,
            by,
          )
        : null;
      return {
        value: { counts, redriveId },
        after: { counts, redrive: redriveId ?? undefined },
        detail: { changed: toldChanges(applies[0]!.preview), ids: applies.map(({ letter }) => letter.id) },
      };
    },
  );
}

async function guarded(visit: Visit, selection: RedriveSelection): Promise<PatchedSelection["which"]> {
  if ("ids" in selection) return selection;
  return { filter: guardDeadLetterFilter(selection.filter, await maskerOf(visit)) };
}

/** The selection as the record names it. */
function nameOf(selection: RedriveSelection): string {
  return "ids" in selection ? `${selection.ids.length} by id` : JSON.stringify(selection.filter);
}

function toMessage(one: Evaluated): PatchedMessage {
  const { id, version, eventType } = one.letter;
  const refused = one.outcome === "refused";
  const preview = one.outcome === "applies" ? one.preview : null;
  return {
    id,
    version,
    eventType: refused && one.refusal === "masked" ? null : eventType,
    outcome: one.outcome,
    refusal: refused ? one.refusal : null,
    at: refused ? one.at : null,
    changes: preview?.changes ?? null,
    problems: preview?.problems ?? [],
    shape: preview?.shape ?? null,
  };
}
