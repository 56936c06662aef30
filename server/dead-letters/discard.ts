import type { ClientBase, Pool } from "pg";
import type { Scope } from "@/server/access/scope";
import { allOf, type SqlFragment, sql } from "@/server/event-store/sql";
import type { Masker } from "@/server/masking/masker";
import { act } from "@/server/operator-actions/act";
import type { By, Target } from "@/server/operator-actions/action";
import { askDatabase } from "./ask-database";
import { deadLetterConditions } from "./dead-letter-conditions";
import type { DeadLetterSelection } from "./dead-letter-filter";
import type { Settled, SettlePreview } from "./discard-schemas";
import { guardDeadLetterFilter } from "./guard-dead-letter-filter";
import type { DeadLetterState } from "./words";

/** Gives dead letters up, and takes that back. Their content stays until retention removes it. */

/** A discard or its opposite: from which state into which. */
const CHANGES = {
  discard: { from: "held", to: "discarded", action: "dead-letters.discarded" },
  restore: { from: "discarded", to: "held", action: "dead-letters.restored" },
} as const satisfies Record<string, { from: DeadLetterState; to: DeadLetterState; action: string }>;
export type SettleChange = keyof typeof CHANGES;

/** Who does it, to what, in which part of the traffic. */
export interface Settling {
  scope: Scope;
  masker: Masker;
  by: By;
  selection: DeadLetterSelection;
  through?: string | undefined;
}

const CLAIMED = sql`EXISTS (SELECT FROM redrive_messages AS c WHERE c.dead_letter_id = d.id AND c.active)`;

/** What a change would do now: fixed by `through`, so that what comes later is not taken along. */
export async function previewSettling(
  pool: Pool,
  { scope, masker, selection }: Omit<Settling, "by" | "through">,
  change: SettleChange,
): Promise<SettlePreview> {
  const { from } = CHANGES[change];
  const [row] = await askDatabase<Omit<SettlePreview, "otherState">>(
    pool,
    sql`SELECT count(*)::int AS matching, max(d.id)::text AS through,
        count(*) FILTER (WHERE d.state = ${from}::dead_letter_state AND ${CLAIMED})::int AS claimed,
        count(*) FILTER (WHERE d.state = ${from}::dead_letter_state AND NOT ${CLAIMED})::int AS changeable
      FROM dead_letters AS d WHERE ${meant({ scope, masker, selection })}`,
  );
  const { matching, claimed, changeable, through } = row!;
  return { matching, claimed, changeable, through, otherState: matching - claimed - changeable };
}

/**
 * Discards or restores what is meant, as far as it is in the state for it and no redrive has it in hand, in one
 * transaction with its record.
 * @throws SillageError FORBIDDEN for a filter by what is masked
 */
export function settle(pool: Pool, settling: Settling, change: SettleChange): Promise<Settled> {
  const { from, to, action } = CHANGES[change];
  const { by } = settling;
  const reason = by.reason ?? null;
  return act(pool, { by, action, target: targetOf(settling.selection) }, async (client) => {
    const ids = await lock(client, settling, from);
    const tests = [
      sql`d.id = ANY (${ids}::bigint[])`,
      sql`d.state = ${from}::dead_letter_state`,
      sql`NOT ${CLAIMED}`,
    ];
    const done = await client.query(
      sql`UPDATE dead_letter_states AS d SET state = ${to}::dead_letter_state, state_at = clock_timestamp(),
          discarded_reason = ${to === "discarded" ? reason : null}, discarded_by = ${to === "discarded" ? by.actor.name : null}
        WHERE ${allOf(tests)}`.toQuery(),
    );
    const value = { changed: done.rowCount ?? 0, unchanged: ids.length - (done.rowCount ?? 0) };
    return { value, before: { state: from }, after: { state: to }, detail: { ...value, reason } };
  });
}

/**
 * Takes the rows of what is meant, in the order of their ids. A plan that is about to claim one refers to it and waits
 * for this lock, or has claimed it and this waits: the claims that the change then looks for are all there.
 */
async function lock(client: ClientBase, settling: Settling, state: DeadLetterState): Promise<string[]> {
  const tests = [meant(settling), sql`d.state = ${state}::dead_letter_state`];
  const { rows } = await client.query<{ id: string }>(
    sql`SELECT d.id::text FROM dead_letters AS d WHERE ${allOf(tests)} ORDER BY d.id FOR UPDATE`.toQuery(),
  );
  return rows.map(({ id }) => id);
}

function meant({ scope, masker, selection, through }: Omit<Settling, "by">): SqlFragment {
  const tests =
    "ids" in selection
      ? [sql`d.id = ANY (${selection.ids}::bigint[])`, ...deadLetterConditions({}, scope)]
      : deadLetterConditions(guardDeadLetterFilter(selection.filter, masker), scope);
  if (through !== undefined) tests.push(sql`d.id <= ${through}::bigint`);
  return allOf(tests);
}

/** One is named; of several the record says what was asked for. */
function targetOf(selection: DeadLetterSelection): Target {
  if ("filter" in selection) return { type: "dead-letters", id: JSON.stringify(selection.filter) };
  const [id, ...more] = selection.ids;
  return more.length === 0
    ? { type: "dead-letter", id: id! }
    : { type: "dead-letters", id: JSON.stringify(selection.ids) };
}
