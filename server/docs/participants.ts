import type { Pool } from "pg";
import { askDatabase } from "@/server/dead-letters/ask-database";
import type { ParticipantFacts } from "@/server/diagrams/participants-map";
import { scopeConditions } from "@/server/event-store/scope-conditions";
import { allOf, sql } from "@/server/event-store/sql";
import { SERVED } from "@/server/sagas/served-sagas";
import type { DocsReader } from "./docs-reader";
import { shownProducer, shownType } from "./shown-names";

/** The newest events of the range are looked at, so many at most. */
export const LOOKED_AT = 100_000;

export interface ParticipantsWanted {
  vhost?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
}

interface Row {
  vhost: string;
  exchange: string;
  producer: string | null;
  /** Null where nothing came before, or nothing that the reader may see. */
  beforeExchange: string | null;
  beforeType: string | null;
  beforeProducer: string | null;
  count: number;
  inferred: number;
}

/**
 * Who published how much, and who reacted to what of whom, in the sagas of a range.
 * @throws SillageError UNAVAILABLE when the database needs too long
 */
export async function participants(
  pool: Pool,
  { scope, masker }: DocsReader,
  { vhost, from, to }: ParticipantsWanted,
): Promise<ParticipantFacts> {
  const tests = [sql`p.generation = ${SERVED} AND p.role = 'event'`, ...scopeConditions(scope, "p")];
  if (vhost !== undefined) tests.push(sql`p.vhost = ${vhost}`);
  if (from) tests.push(sql`p.received_at >= ${from.toISOString()}::timestamptz`);
  if (to) tests.push(sql`p.received_at < ${to.toISOString()}::timestamptz`);
  const visible = allOf(scopeConditions(scope, "p"));
  const rows = await askDatabase<Row>(
    pool,
    sql`WITH looked AS MATERIALIZED (
          SELECT p.generation, p.vhost, p.exchange, p.producer, p.before_id, p.link FROM saga_steps AS p
          WHERE ${allOf(tests)} ORDER BY p.received_at DESC LIMIT ${LOOKED_AT + 1})
        SELECT l.vhost, l.exchange, l.producer, b.exchange AS "beforeExchange", b.event_type AS "beforeType",
          b.producer AS "beforeProducer", count(*)::float8 AS count,
          (count(*) FILTER (WHERE l.link = 'order'))::float8 AS inferred
        FROM looked AS l LEFT JOIN LATERAL (
          SELECT p.exchange, p.event_type, p.producer FROM saga_steps AS p
          -- By the index of records: "+ 0", because right after a history was loaded, when the planner knows nothing of it,
          -- it would go through the whole generation for each event.
          WHERE p.record_id = l.before_id AND p.generation + 0 = l.generation AND ${visible} LIMIT 1) AS b ON TRUE
        GROUP BY 1, 2, 3, 4, 5, 6`,
  );
  const looked = rows.reduce((sum, { count }) => sum + count, 0);
  return { ...merged(rows, masker), newestOnly: looked > LOOKED_AT ? LOOKED_AT : null };
}

/** Names as the reader may see them. */
function merged(rows: readonly Row[], masker: DocsReader["masker"]): Omit<ParticipantFacts, "newestOnly"> {
  const producers: { producer: string | null; count: number }[] = [];
  const reactions: {
    from: string | null;
    to: string | null;
    type: string;
    count: number;
    inferred: number;
  }[] = [];
  for (const { vhost, exchange, producer, count, inferred, ...before } of rows) {
    const to = shownProducer(masker, { vhost, exchange }, producer);
    producers.push({ producer: to, count });
    if (before.beforeType === null) continue;
    const place = { vhost, exchange: before.beforeExchange ?? "" };
    const from = shownProducer(masker, place, before.beforeProducer);
    reactions.push({ from, to, type: shownType(masker, place, before.beforeType), count, inferred });
  }
  return { producers, reactions };
}
