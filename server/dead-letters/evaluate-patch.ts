import { createHash } from "node:crypto";
import { setImmediate as breathe } from "node:timers/promises";
import type { ClientBase } from "pg";
import type { Scope } from "@/server/access/scope";
import { SillageError } from "@/server/errors";
import { scopeConditions } from "@/server/event-store/scope-conditions";
import { allOf, type SqlFragment, sql } from "@/server/event-store/sql";
import type { Content } from "./content";
import { deadLetterConditions, type GuardedFilter } from "./dead-letter-conditions";
import type { EditPreview, PatchCounts } from "./edit-schemas";
import { type EditableLetter, readEditable } from "./editable-letters";
import type { EditJudge } from "./judge-edit";
import { applyPatch, sameContent } from "./patch";
import { DoesNotApply, type PatchRefusal } from "./patch-refusal";
import type { Patch } from "./patch-schemas";

/** Dead letters that one patch may be about, and bytes of their bodies: all of it is one transaction. */
export const MOST_PATCHED = 2_000;
const MOST_BYTES = 32 << 20;
/** How long we may think before others have their turn. */
const BREATH_MS = 15;

/** What a patch is about, as whoever asks may name it. */
export interface PatchedSelection {
  which: { ids: readonly string[] } | { filter: GuardedFilter };
  /** No id beyond this one. */
  through?: string | undefined;
  /** Only ids beyond this one. */
  after?: string | undefined;
}

/** What a patch does to one message. */
export type Evaluated = { letter: EditableLetter } & (
  | { outcome: "applies"; content: Content; preview: EditPreview }
  | { outcome: "unchanged" }
  | { outcome: "refused"; refusal: PatchRefusal; at: string | null }
);

/** Of those that match a filter, the ones that are held; of those that are named, all, so that each gets an answer. */
export function conditionOf({ which, through, after }: PatchedSelection): SqlFragment {
  const named =
    "ids" in which
      ? [sql`d.id = ANY (${which.ids}::bigint[])`]
      : [...deadLetterConditions(which.filter, undefined), sql`d.state = 'held'`];
  if (through !== undefined) named.push(sql`d.id <= ${through}::bigint`);
  if (after !== undefined) named.push(sql`d.id > ${after}::bigint`);
  return allOf(named);
}

/**
 * Tries a patch on dead letters, in the order of their ids; nothing is changed.
 * @throws SillageError UNPROCESSABLE when there are more than may be patched at once
 */
export async function evaluatePatch(
  client: Pick<ClientBase, "query">,
  scope: Scope,
  judge: EditJudge,
  selection: PatchedSelection,
  patch: Patch,
): Promise<Evaluated[]> {
  const which = conditionOf(selection);
  await expectBounded(client, allOf([which, ...scopeConditions(scope, "d")]));
  const letters = await readEditable(client, which, scope, MOST_PATCHED);
  return evaluateAll(letters, judge, patch);
}

export async function evaluateAll(
  letters: readonly EditableLetter[],
  judge: EditJudge,
  patch: Patch,
): Promise<Evaluated[]> {
  const evaluated: Evaluated[] = [];
  let since = performance.now();
  for (const letter of letters) {
    evaluated.push(await evaluate(letter, judge, patch));
    if (performance.now() - since < BREATH_MS) continue;
    await breathe();
    since = performance.now();
  }
  return evaluated;
}

async function evaluate(letter: EditableLetter, judge: EditJudge, patch: Patch): Promise<Evaluated> {
  const refusal = judge.refusalOf(letter);
  if (refusal) return { letter, outcome: "refused", refusal, at: null };
  try {
    const content = applyPatch(letter.content!, patch);
    if (sameContent(content, letter.content!)) return { letter, outcome: "unchanged" };
    return { letter, outcome: "applies", content, preview: await judge.judge(letter, content) };
  } catch (error) {
    if (!(error instanceof DoesNotApply)) throw error;
    return { letter, outcome: "refused", refusal: error.refusal, at: error.at };
  }
}

async function expectBounded(client: Pick<ClientBase, "query">, which: SqlFragment): Promise<void> {
  const { rows } = await client.query<{ count: number; bytes: number }>(
    sql`SELECT count(*)::integer AS count, coalesce(sum(size), 0)::float8 AS bytes
        FROM (SELECT d.body_size AS size FROM dead_letters AS d WHERE ${which} LIMIT ${MOST_PATCHED + 1}) AS meant`.toQuery(),
  );
  const { count, bytes } = rows[0]!;
  if (count <= MOST_PATCHED && bytes <= MOST_BYTES) return;
  throw new SillageError(
    "UNPROCESSABLE",
    `A patch is of ${MOST_PATCHED.toLocaleString("en")} dead letters and ${MOST_BYTES >> 20} MiB at most. Narrow the filter, for example by the time of death.`,
  );
}

/** How many messages a patch does what to. */
export function countsOf(evaluated: readonly Evaluated[]): PatchCounts {
  const refused = new Map<string, PatchCounts["refused"][number]>();
  const counts = { total: evaluated.length, applies: 0, unchanged: 0, warned: 0, unchecked: 0 };
  for (const one of evaluated) {
    if (one.outcome === "applies") {
      counts.applies++;
      if (one.preview.problems.length > 0) counts.warned++;
      if (one.preview.shape.source === "none") counts.unchecked++;
    } else if (one.outcome === "unchanged") counts.unchanged++;
    else {
      const { refusal, at, letter } = one;
      const key = JSON.stringify([refusal, at]);
      const before = refused.get(key) ?? { refusal, at, count: 0, example: letter.id };
      refused.set(key, { ...before, count: before.count + 1 });
    }
  }
  return { ...counts, refused: [...refused.values()].sort((a, b) => b.count - a.count) };
}

/** Stands for exactly what a preview has shown: this patch on these messages in these versions. */
export function tokenOf(evaluated: readonly Evaluated[], patch: Patch): string {
  const applied = evaluated
    .filter(({ outcome }) => outcome === "applies")
    .map(({ letter: { id, version } }) => [id, version]);
  return createHash("sha256")
    .update(JSON.stringify([patch, applied]))
    .digest("hex");
}
