import type { Pool } from "pg";
import {
  condition,
  fieldsOf,
  ID_FIELDS,
  type MessageFilter,
  ORDERED_FIELDS,
  rangeOf,
  testsOf,
  wireOf,
} from "./message-filter";
import { plainExchanges } from "./scope-conditions";
import { allOf, type SqlFragment, sql } from "./sql";

/**
 * How a search reaches its rows.
 * `lookup`: a rare value is fetched whole through its index, then ordered. `scan`: rows are taken in time order,
 * through the index of one field or of all messages, and tested. The planner is not left to choose between the two:
 * it judges a value by averages, and would read a month backwards for an id that occurs once.
 */
export interface SearchPlan {
  way: "lookup" | "scan";
  /** What the index answers. */
  driver: SqlFragment;
  /** What each row is then tested for; null when the driver says it all. */
  test: SqlFragment | null;
  /** Exchanges whose messages the driver stands for: each is read through the index, and merged; null for one condition. */
  merged: readonly string[] | null;
}

/** Streams that one bare aggregate id may stand for. */
const MAX_STREAMS = 100;

/** Chooses the way for a filter. */
export async function planSearch(pool: Pool, filter: MessageFilter): Promise<SearchPlan> {
  const { aggregateType, aggregateId } = filter;
  const effective =
    aggregateType !== undefined && aggregateId !== undefined && filter.streamId === undefined
      ? { ...filter, streamId: `${aggregateType}-${aggregateId}` }
      : filter;
  const fields = fieldsOf(effective);
  const id = ID_FIELDS.find((field) => fields.includes(field));
  if (id) return plan("lookup", condition(effective, id), restOf(effective, id));
  if (aggregateId !== undefined) {
    const streams = await streamsOf(pool, aggregateId);
    if (streams.length > 0) {
      return plan("lookup", sql`m.stream_id = ANY (${streams}::text[])`, testsOf(filter));
    }
  }
  const onWire = (driver: SqlFragment) => allOf([driver, ...wireOf(effective)]);
  const ordered = ORDERED_FIELDS.filter((field) => fields.includes(field));
  const ways = ordered.map((field) =>
    plan("scan", onWire(condition(effective, field)), restOf(effective, field)),
  );
  const scoped = throughScope(effective);
  if (scoped) ways.push(scoped);
  if (ways.length > 1) return rarest(pool, effective, ways);
  return ways[0] ?? plan("scan", allOf(wireOf(effective)), testsOf(effective));
}

/** More exchanges than these are not read one by one: all messages are, in the order of their time. */
const MAX_MERGED = 16;

/** The way through the exchanges that a scope names; null when it has patterns or the filter names an exchange itself. */
function throughScope(filter: MessageFilter): SearchPlan | null {
  const names = filter.exchange === undefined ? plainExchanges(filter.scope) : null;
  if (names === null || names.length === 0 || names.length > MAX_MERGED) return null;
  // Exchanges of the same name in other virtual hosts are still to be told apart.
  const whole = filter.scope !== "everything" && filter.scope?.every(({ vhost }) => vhost === null);
  const tests = testsOf(whole ? { ...filter, scope: undefined } : filter);
  return {
    ...plan("scan", allOf([sql`m.exchange = ANY (${names}::text[])`, ...wireOf(filter)]), tests),
    merged: names,
  };
}

/** The scan to fall back on when the value of a lookup turned out to be common. */
export function asScan(lookup: SearchPlan): SearchPlan {
  return {
    way: "scan",
    driver: sql`TRUE`,
    merged: null,
    test: allOf(lookup.test ? [lookup.driver, lookup.test] : [lookup.driver]),
  };
}

function plan(way: SearchPlan["way"], driver: SqlFragment, tests: SqlFragment[]): SearchPlan {
  return { way, driver, test: tests.length > 0 ? allOf(tests) : null, merged: null };
}

function restOf(filter: MessageFilter, driver: ReturnType<typeof fieldsOf>[number]): SqlFragment[] {
  return testsOf(
    filter,
    fieldsOf(filter).filter((field) => field !== driver),
  );
}

/** The stream ids under which an aggregate id is known. Without any, the caller has to scan. */
async function streamsOf(pool: Pool, aggregateId: string): Promise<string[]> {
  const { rows } = await pool.query<{ stream_id: string }>(
    sql`SELECT DISTINCT stream_id FROM streams WHERE aggregate_id = ${aggregateId} LIMIT ${MAX_STREAMS + 1}`.toQuery(),
  );
  return rows.length > MAX_STREAMS ? [] : rows.map((row) => row.stream_id);
}

async function rarest(pool: Pool, filter: MessageFilter, ways: readonly SearchPlan[]): Promise<SearchPlan> {
  const costs = await Promise.all(ways.map(({ driver }) => estimateRows(pool, [driver, ...rangeOf(filter)])));
  return ways[costs.indexOf(Math.min(...costs))]!;
}

/** The planner's own estimate of how many messages meet some conditions: from statistics, nothing is read. */
export async function estimateRows(pool: Pool, tests: readonly SqlFragment[]): Promise<number> {
  const query = sql`EXPLAIN (FORMAT JSON) SELECT 1 FROM messages AS m WHERE ${allOf(tests)}`;
  const { rows } = await pool.query<{ "QUERY PLAN": [{ Plan: { "Plan Rows": number } }] }>(query.toQuery());
  return rows[0]!["QUERY PLAN"][0].Plan["Plan Rows"];
}
