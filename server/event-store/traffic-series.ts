import type { Pool } from "pg";
import { conditions, knownToRollups, type MessageFilter, rangeOf, rollupConditions } from "./message-filter";
import { allOf, type SqlFragment, sql } from "./sql";

/** Numbers over time and by name, from the per-minute rollups: fast whatever the traffic, and equal to the raw counts. */

const MINUTE = 60_000;

/** How many messages of one exchange were received in one bucket. */
export interface Cell {
  /** Start of the bucket, milliseconds since 1970. */
  at: number;
  /** Exchanges of the same name in several virtual hosts are one, as they are for the filter `exchange`. */
  exchange: string;
  count: number;
}

/** Whether the rollups alone can answer a filter. */
export function isRollupFilter(filter: MessageFilter): boolean {
  return filter.q === undefined && knownToRollups(filter);
}

/**
 * What a filter matches as rows of (minute, exchange, event_type, arrival, reading, count): whole minutes from the
 * rollups, the pieces of a minute at both ends of the range from the messages. In one statement, so of one snapshot:
 * the sums equal the raw counts. The filter must satisfy `isRollupFilter`.
 */
export function countedMinutes(filter: MessageFilter): SqlFragment {
  const from = filter.from ? Math.ceil(filter.from.getTime() / MINUTE) * MINUTE : null;
  const to = filter.to ? Math.floor(filter.to.getTime() / MINUTE) * MINUTE : null;
  if (from !== null && to !== null && from >= to) return rawMinutes(filter, filter.from, filter.to);
  const minutes = rollupConditions(filter);
  if (from !== null) minutes.push(sql`t.minute >= ${new Date(from).toISOString()}::timestamptz`);
  if (to !== null) minutes.push(sql`t.minute < ${new Date(to).toISOString()}::timestamptz`);
  let rows = sql`SELECT t.minute, t.exchange, t.event_type, t.arrival, t.reading, t.count
    FROM traffic_minutes AS t WHERE ${allOf(minutes)}`;
  if (from !== null && from > filter.from!.getTime()) {
    rows = sql`${rows} UNION ALL ${rawMinutes(filter, filter.from, new Date(from))}`;
  }
  if (to !== null && to < filter.to!.getTime()) {
    rows = sql`${rows} UNION ALL ${rawMinutes(filter, new Date(to), filter.to)}`;
  }
  return rows;
}

function rawMinutes(filter: MessageFilter, from: Date | undefined, to: Date | undefined): SqlFragment {
  return sql`SELECT date_trunc('minute', m.received_at, 'UTC'), m.exchange, coalesce(m.event_type, ''), m.arrival, m.reading, count(*)
    FROM messages AS m WHERE ${allOf([...conditions(filter), ...rangeOf({ from, to })])} GROUP BY 1, 2, 3, 4, 5`;
}

/** Start of the bucket of a moment, as an SQL expression. Buckets are aligned to 1970, in UTC. */
export function bucketOf(moment: SqlFragment, stepMs: number): SqlFragment {
  return sql`date_bin(make_interval(secs => ${stepMs / 1_000}::float8), ${moment}, '1970-01-01T00:00:00Z'::timestamptz)`;
}

/** `bucket` as a Cell's `at`. */
export const cellTime: SqlFragment = sql`(extract(epoch FROM bucket) * 1000)::float8 AS at`;

/** Counts by bucket and exchange from the rollups. `stepMs` is a multiple of a minute; the filter satisfies `isRollupFilter`. */
export async function countMinutes(pool: Pool, filter: MessageFilter, stepMs: number): Promise<Cell[]> {
  const query = sql`
    WITH counted (minute, exchange, event_type, arrival, reading, count) AS (${countedMinutes(filter)}),
    cells AS (SELECT ${bucketOf(sql`minute`, stepMs)} AS bucket, exchange, sum(count)::float8 AS count
              FROM counted GROUP BY 1, 2)
    SELECT ${cellTime}, exchange, count FROM cells`;
  return (await pool.query<Cell>(query.toQuery())).rows;
}

/** The minutes of the first and of the last message that are stored; null while nothing is. */
export async function storedSpan(pool: Pool): Promise<{ first: Date; last: Date } | null> {
  const { rows } = await pool.query<{ first: Date | null; last: Date | null }>(
    "SELECT min(minute) AS first, max(minute) AS last FROM traffic_minutes",
  );
  const { first, last } = rows[0]!;
  return first && last ? { first, last } : null;
}

export interface NamedCount {
  name: string;
  count: number;
}

export interface TrafficTotals {
  messages: number;
  /** Messages without an event type are not among them. */
  eventTypes: NamedCount[];
  exchanges: NamedCount[];
  readings: NamedCount[];
  deadLettered: number;
}

/** What a range holds in all, and the `limit` most frequent event types and exchanges in it. Exact. */
export async function trafficTotals(
  pool: Pool,
  range: Pick<MessageFilter, "scope" | "from" | "to">,
  limit: number,
): Promise<TrafficTotals> {
  const query = sql`
    WITH counted (minute, exchange, event_type, arrival, reading, count) AS (${countedMinutes(range)}),
    parts AS MATERIALIZED (
      SELECT exchange, event_type, arrival, reading, sum(count) AS count FROM counted GROUP BY 1, 2, 3, 4)
    (SELECT 'type' AS what, event_type AS name, sum(count)::float8 AS count FROM parts WHERE event_type <> ''
     GROUP BY event_type ORDER BY 3 DESC, 2 LIMIT ${limit})
    UNION ALL
    (SELECT 'exchange', exchange, sum(count)::float8 FROM parts GROUP BY exchange ORDER BY 3 DESC, 2 LIMIT ${limit})
    UNION ALL SELECT 'reading', reading::text, sum(count)::float8 FROM parts GROUP BY reading
    UNION ALL SELECT 'dead', '', coalesce(sum(count), 0)::float8 FROM parts WHERE arrival = 'dead_lettered'
    UNION ALL SELECT 'all', '', coalesce(sum(count), 0)::float8 FROM parts`;
  const { rows } = await pool.query<NamedCount & { what: string }>(query.toQuery());
  const of = (what: string) =>
    rows
      .filter((row) => row.what === what)
      .map(({ name, count }) => ({ name, count }))
      .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
  return {
    messages: of("all")[0]!.count,
    eventTypes: of("type"),
    exchanges: of("exchange"),
    readings: of("reading"),
    deadLettered: of("dead")[0]!.count,
  };
}
