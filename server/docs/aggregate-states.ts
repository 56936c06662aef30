import type { Pool } from "pg";
import { askDatabase } from "@/server/dead-letters/ask-database";
import type { StateFacts } from "@/server/diagrams/state-diagram";
import { scopeConditions } from "@/server/event-store/scope-conditions";
import { allOf, type SqlFragment, sql } from "@/server/event-store/sql";
import { guardFilter } from "@/server/masking/filter-guard";
import type { DocsReader } from "./docs-reader";
import { shownType } from "./shown-names";

/** What of the streams of an aggregate type is counted. */
export interface StatesWanted {
  aggregateType: string;
  vhost?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
}

/** The newest messages of the range are looked at, so many at most. */
export const LOOKED_AT = 200_000;

interface TransitionRow {
  vhost: string;
  exchange: string;
  type: string;
  beforeExchange: string | null;
  beforeType: string | null;
  /** first: its stream begins with it; known: what came before is told; outside: the reader may not see what came before. */
  place: "first" | "known" | "outside";
  count: number;
  ends: number;
}

/**
 * How the streams of an aggregate type went from one event to the next: each event of the range is counted once, with the one
 * before it in its stream, also where that came earlier.
 * @throws SillageError FORBIDDEN for an aggregate type that is masked, UNAVAILABLE when the database needs too long
 */
export async function aggregateStates(
  pool: Pool,
  { scope, masker }: DocsReader,
  wanted: StatesWanted,
): Promise<StateFacts> {
  guardFilter({ vhost: wanted.vhost, aggregateType: wanted.aggregateType }, masker);
  const inside = allOf(scopeConditions(scope, "m"));
  const [{ looked = 0 } = {}, rows] = await Promise.all([
    askDatabase<{ looked: number }>(
      pool,
      sql`SELECT count(*)::int AS looked FROM (SELECT FROM messages AS m WHERE ${rangeOf(wanted)} LIMIT ${LOOKED_AT + 1}) AS l`,
    ).then(([row]) => row),
    askDatabase<TransitionRow>(
      pool,
      sql`WITH looked AS MATERIALIZED (
            SELECT m.vhost, m.exchange, m.event_type, m.aggregate_type, m.stream_id, m.stream_seq FROM messages AS m
            WHERE ${rangeOf(wanted)} ORDER BY m.received_at DESC, m.id DESC LIMIT ${LOOKED_AT}),
          events AS MATERIALIZED (
            SELECT m.*, lag(m.stream_seq) OVER stream AS seq_before, lag(m.event_type) OVER stream AS type_before,
              lag(m.exchange) OVER stream AS exchange_before
            FROM looked AS m
            WHERE m.aggregate_type = ${wanted.aggregateType} AND m.stream_seq IS NOT NULL AND m.event_type IS NOT NULL
              AND ${inside}
            WINDOW stream AS (PARTITION BY m.vhost, m.stream_id ORDER BY m.stream_seq)),
          placed AS (
            SELECT e.vhost, e.exchange, e.event_type AS type, e.stream_seq = s.version AS ends,
              CASE WHEN e.stream_seq = 1 THEN 'first'
                WHEN e.seq_before = e.stream_seq - 1 OR b.event_type IS NOT NULL THEN 'known' ELSE 'outside' END AS place,
              CASE WHEN e.seq_before = e.stream_seq - 1 THEN e.type_before ELSE b.event_type END AS "beforeType",
              CASE WHEN e.seq_before = e.stream_seq - 1 THEN e.exchange_before ELSE b.exchange END AS "beforeExchange"
            FROM events AS e
            LEFT JOIN streams AS s ON s.vhost = e.vhost AND s.stream_id = e.stream_id
            LEFT JOIN LATERAL (
              SELECT m.event_type, m.exchange FROM messages AS m
              WHERE e.stream_seq > 1 AND e.seq_before IS DISTINCT FROM e.stream_seq - 1
                AND m.stream_id = e.stream_id AND m.stream_seq = e.stream_seq - 1 AND m.vhost = e.vhost AND ${inside}
              LIMIT 1) AS b ON TRUE)
          SELECT vhost, exchange, type, place, "beforeType", "beforeExchange", count(*)::float8 AS count,
            (count(*) FILTER (WHERE ends))::float8 AS ends
          FROM placed GROUP BY 1, 2, 3, 4, 5, 6`,
    ),
  ]);
  return { ...merged(rows, masker), newestOnly: looked > LOOKED_AT ? LOOKED_AT : null };
}

/** Conditions on `messages AS m`. */
function rangeOf({ vhost, from, to }: StatesWanted): SqlFragment {
  const tests = [sql`m.arrival IN ('published', 'appended')`];
  if (vhost !== undefined) tests.push(sql`m.vhost = ${vhost}`);
  if (from) tests.push(sql`m.received_at >= ${from.toISOString()}::timestamptz`);
  if (to) tests.push(sql`m.received_at < ${to.toISOString()}::timestamptz`);
  return allOf(tests);
}

/** Names as the reader may see them; those that become the same are counted together. */
function merged(
  rows: readonly TransitionRow[],
  masker: DocsReader["masker"],
): Omit<StateFacts, "newestOnly"> {
  const transitions = new Map<string, StateFacts["transitions"][number]>();
  const ends = new Map<string, number>();
  let outside = 0;
  for (const row of rows) {
    const to = shownType(masker, row, row.type);
    if (row.ends > 0) ends.set(to, (ends.get(to) ?? 0) + row.ends);
    if (row.place === "outside") {
      outside += row.count;
      continue;
    }
    const before = { vhost: row.vhost, exchange: row.beforeExchange ?? "" };
    const from = row.place === "first" ? null : shownType(masker, before, row.beforeType ?? "");
    const key = JSON.stringify([from, to]);
    transitions.set(key, { from, to, count: (transitions.get(key)?.count ?? 0) + row.count });
  }
  return {
    transitions: [...transitions.values()],
    ends: [...ends].map(([type, count]) => ({ type, count })),
    outside,
  };
}
