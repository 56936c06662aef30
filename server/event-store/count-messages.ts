import type { Pool } from "pg";
import { conditions, knownToRollups, type MessageFilter, rangeOf, rollupConditions } from "./message-filter";
import { estimateRows } from "./search-plan";
import { allOf, type SqlFragment, sql } from "./sql";

/** How many messages match: exactly, or about. */
export interface MessageCount {
  value: number;
  exact: boolean;
}

const COUNT_MAX = 10_000;
const COUNT_MS = 80;
const ROLLUP_MS = 400;
const MINUTE = 60_000;

/** Counts what matches a filter, its free text apart, in bounded time: from the rollups where they can tell, else up to 10,000, else estimated. */
export async function countMessages(pool: Pool, filter: MessageFilter): Promise<MessageCount> {
  if (knownToRollups(filter)) {
    const value = await within(pool, ROLLUP_MS, rollupCount(filter));
    if (value !== null) return { value, exact: true };
  } else {
    const tests = [...conditions(filter), ...rangeOf(filter)];
    const bounded = sql`SELECT count(*)::float8 AS count FROM (
      SELECT 1 FROM messages AS m WHERE ${allOf(tests)} LIMIT ${COUNT_MAX + 1}) AS matching`;
    const value = await within(pool, COUNT_MS, bounded);
    if (value !== null && value <= COUNT_MAX) return { value, exact: true };
    if (value !== null) {
      const estimate = await estimateRows(pool, tests);
      return { value: Math.max(Math.round(estimate), COUNT_MAX), exact: false };
    }
  }
  return {
    value: Math.round(await estimateRows(pool, [...conditions(filter), ...rangeOf(filter)])),
    exact: false,
  };
}

/** Whole minutes from the rollups; the pieces of a minute at both ends of the range from the messages themselves. */
function rollupCount(filter: MessageFilter): SqlFragment {
  const from = filter.from ? Math.ceil(filter.from.getTime() / MINUTE) * MINUTE : null;
  const to = filter.to ? Math.floor(filter.to.getTime() / MINUTE) * MINUTE : null;
  if (from !== null && to !== null && from >= to) {
    return sql`SELECT count(*)::float8 AS count FROM messages AS m WHERE ${allOf([...conditions(filter), ...rangeOf(filter)])}`;
  }
  const minutes = rollupConditions(filter);
  if (from !== null) minutes.push(sql`t.minute >= ${new Date(from).toISOString()}::timestamptz`);
  if (to !== null) minutes.push(sql`t.minute < ${new Date(to).toISOString()}::timestamptz`);
  const before = from === null ? sql`0` : rawCount(filter, filter.from!, new Date(from));
  const after = to === null ? sql`0` : rawCount(filter, new Date(to), filter.to!);
  return sql`SELECT (coalesce((SELECT sum(t.count) FROM traffic_minutes AS t WHERE ${allOf(minutes)}), 0)
    + ${before} + ${after})::float8 AS count`;
}

function rawCount(filter: MessageFilter, from: Date, to: Date): SqlFragment {
  return sql`(SELECT count(*) FROM messages AS m WHERE ${allOf([...conditions(filter), ...rangeOf({ from, to })])})`;
}

/** Runs a count with a time limit of its own; null when it took longer. */
async function within(pool: Pool, ms: number, query: SqlFragment): Promise<number | null> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN READ ONLY");
    await client.query("SELECT set_config('statement_timeout', $1, true)", [String(ms)]);
    const { rows } = await client.query<{ count: number }>(query.toQuery());
    return rows[0]!.count;
  } catch (error) {
    if ((error as { code?: string }).code === "57014") return null;
    throw error;
  } finally {
    await client.query("ROLLBACK").catch(() => {});
    client.release();
  }
}
