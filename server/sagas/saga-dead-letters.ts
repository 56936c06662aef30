import type { Pool } from "pg";
import type { Scope } from "@/server/access/scope";
import { askDatabase } from "@/server/dead-letters/ask-database";
import { placeOf } from "@/server/dead-letters/dead-letter-item";
import { scopeConditions } from "@/server/event-store/scope-conditions";
import { allOf, type SqlFragment, sql } from "@/server/event-store/sql";
import { maskText } from "@/server/masking/mask-text";
import type { Masker } from "@/server/masking/masker";
import { microsOf, type SagaRow } from "./saga-item";
import type { SagaDetail, ShownMark } from "./saga-schemas";
import type { StepRow } from "./saga-steps";

const MOST = 1_000;

interface Row {
  id: string;
  recordId: string | null;
  eventId: string | null;
  at: number;
  vhost: string;
  exchange: string;
  originExchange: string | null;
  queue: string;
  failedQueue: string | null;
  reason: string;
  errorType: string | null;
  errorMessage: string | null;
  state: string;
}

/**
 * Dead letters of the events of a saga: by the id of the event, by the arrival that shows the death, or, where a producer gives
 * no ids, by the correlation and the time.
 * @param endsAt when the next saga under the same id begins
 * @returns what shows each to somebody, as a masker lets them see it
 */
export async function deadLettersOf(
  pool: Pool,
  saga: SagaRow,
  scope: Scope,
  { steps, marks, endsAt }: { steps: readonly StepRow[]; marks: readonly ShownMark[]; endsAt: number | null },
): Promise<((masker: Masker) => SagaDetail["deadLetters"][number])[]> {
  const byEvent = new Map(steps.flatMap(({ eventId, id }) => (eventId === null ? [] : [[eventId, id]])));
  const byDeath = new Map(marks.map(({ id, firstId }) => [id, firstId]));
  const shared = saga.basis === "correlation" ? saga.value : null;
  const within = allOf([
    sql`d.died_at >= ${momentOf(saga.startedAt)}`,
    ...(endsAt === null ? [] : [sql`d.died_at < ${momentOf(endsAt)}`]),
  ]);
  const rows = await askDatabase<Row>(
    pool,
    sql`SELECT d.id::text, d.record_id::text AS "recordId", d.event_id AS "eventId", ${microsOf(sql`d.died_at`)} AS at,
          d.vhost, d.exchange, d.origin_exchange AS "originExchange", d.queue, d.failed_queue AS "failedQueue", d.reason,
          d.error_type AS "errorType", d.error_message AS "errorMessage", d.state
        FROM dead_letters AS d
        WHERE ${allOf([
          // An id may be in use for ever: of what died under it, only what can be of this saga counts towards the limit.
          sql`(d.event_id = ANY (${[...byEvent.keys()]}::text[]) OR (d.correlation_id = ${shared} AND d.event_id IS NULL
            AND (d.record_id = ANY (${[...byDeath.keys()]}::bigint[]) OR (${within}))))`,
          sql`d.vhost = ${saga.vhost}`,
          ...scopeConditions(scope, "d"),
        ])}
        ORDER BY d.id LIMIT ${MOST}`,
  );
  return rows.map((row) => (masker) => {
    const judge = masker.judgeOf(placeOf(row));
    const error = [row.errorType, row.errorMessage].filter((text) => text !== null).join(": ");
    const known = row.eventId === null ? byDeath.get(row.recordId ?? "") : byEvent.get(row.eventId);
    return {
      id: row.id,
      recordId: known ?? null,
      at: row.at,
      queue: row.queue,
      failedQueue: row.failedQueue ?? "",
      reason: row.reason,
      error: error === "" ? null : judge ? maskText(error, judge) : error,
      state: row.state,
    };
  });
}

const momentOf = (micros: number): SqlFragment => sql`to_timestamp(${micros}::float8 / 1000000)`;
