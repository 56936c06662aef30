import type { Pool } from "pg";
import { askDatabase } from "@/server/dead-letters/ask-database";
import { allOf, type SqlFragment, sql } from "@/server/event-store/sql";
import { type Asked, conditionOf, OPEN, ofForm, rangeOf, sagaConditions } from "./saga-conditions";
import type { SagaOrder } from "./saga-schemas";

/**
 * How a list of sagas reaches its rows. `lookup`: few sagas meet the driver; they are fetched whole and ordered. `scan`: sagas
 * are taken in order, through an index that begins with the driver, and tested, `LOOKED_AT` at most for one page. As with
 * searches of messages, the planner is not left to choose: it judges a value by averages.
 */
export interface SagaPlan {
  way: "lookup" | "scan";
  /** What the index answers. */
  driver: SqlFragment;
  /** What each row is then tested for; null when the driver says it all. */
  test: SqlFragment | null;
}

/** Sagas that are looked at for one page. */
export const LOOKED_AT = 20_000;

/** Late and stuck sagas that are fetched to be ordered; where there are more, a page of them is near among the open ones. */
const FEW_DUE = 1_000;

/** Chooses the way for a question and an order. */
export async function planSagas(pool: Pool, asked: Asked, order: SagaOrder): Promise<SagaPlan> {
  const { filter } = asked;
  const rare = (["correlationId", "streamId"] as const).find((field) => filter[field] !== undefined);
  if (rare) return plan("lookup", [ofForm(filter), conditionOf(rare, asked)], sagaConditions(asked, [rare]));

  const due = overdue(asked);
  if (due && order === "started" && !(await areFew(pool, due, FEW_DUE)))
    return plan("scan", [ofForm(filter), OPEN, ...rangeOf(asked)], sagaConditions(asked, ["from", "to"]));
  if (due && (await areFew(pool, due))) return plan("lookup", [due], sagaConditions(asked));

  const ways = drivenWays(asked);
  if (order === "started") {
    const best = ways.length > 1 ? await rarest(pool, ways) : ways[0];
    return best ?? plan("scan", [ofForm(filter), ...rangeOf(asked)], sagaConditions(asked, ["from", "to"]));
  }
  const few =
    ways.length > 0 ? await rarest(pool, ways) : plan("lookup", [ofForm(filter), ...rangeOf(asked)], []);
  if (narrows(asked) && (await areFew(pool, few.driver)))
    return { ...few, way: "lookup", test: allOf(sagaConditions(asked, ["from", "to"])) };
  // Whatever began at or after a moment was last seen after it too.
  const since =
    order === "activity" && filter.from ? [sql`s.last_at >= ${filter.from.toISOString()}::timestamptz`] : [];
  return plan("scan", [ofForm(filter), ...since], sagaConditions(asked));
}

/** What is late or stuck is found by the moment from which on it is: it is little, in a system that works. */
function overdue({ filter, now }: Asked): SqlFragment | null {
  if (filter.status !== "STUCK" && filter.late !== true) return null;
  const since = (moment: SqlFragment) => sql`${moment} <= ${now.toISOString()}::timestamptz`;
  const stuck = since(sql`s.stuck_at`);
  const test = filter.status === "STUCK" ? stuck : sql`(${stuck} OR ${since(sql`s.late_at`)})`;
  return allOf([ofForm(filter), OPEN, test]);
}

/** Ways through the fields that have an index of their own, each in order of the beginning. */
function drivenWays(asked: Asked): SagaPlan[] {
  const { filter } = asked;
  const base = [ofForm(filter), ...rangeOf(asked)];
  const tests = sagaConditions(asked, ["from", "to"]);
  const by = (driver: SqlFragment) => plan("scan", [...base, driver], tests);
  const ways: SagaPlan[] = [];
  if (filter.variant !== undefined) ways.push(by(sql`s.variant = ${filter.variant}::uuid`));
  if (filter.deviation !== undefined) ways.push(by(sql`s.deviations <> '[]'`));
  if (filter.deadLetters) ways.push(by(sql`s.dead > 0`));
  if (filter.answered === false && filter.form === "request")
    ways.push(by(sql`s.form = 'request' AND s.events = 1`));
  if (filter.status !== undefined && filter.status !== "STUCK")
    ways.push(by(sql`s.status = ${filter.status}`));
  if (filter.type !== undefined) ways.push(by(sql`s.start_type = ${filter.type}`));
  return ways;
}

/** Whether a question has anything that may leave few sagas. */
const narrows = ({ filter }: Asked) =>
  Object.entries(filter).some(
    ([field, value]) => value !== undefined && field !== "form" && field !== "bases",
  );

function plan(way: SagaPlan["way"], driver: readonly SqlFragment[], tests: readonly SqlFragment[]): SagaPlan {
  return { way, driver: allOf(driver), test: tests.length > 0 ? allOf(tests) : null };
}

/** Whether no more sagas than so many meet some conditions; as many as are looked at for a page, where nothing is said. */
async function areFew(pool: Pool, driver: SqlFragment, few = LOOKED_AT): Promise<boolean> {
  const [row] = await askDatabase<{ few: boolean }>(
    pool,
    sql`SELECT count(*) <= ${few} AS few
        FROM (SELECT 1 FROM sagas AS s WHERE ${driver} LIMIT ${few + 1}) AS looked`,
  );
  return row!.few;
}

/** The way of the fewest sagas, as the planner estimates from its statistics: nothing is read. */
async function rarest(pool: Pool, ways: readonly SagaPlan[]): Promise<SagaPlan> {
  if (ways.length === 1) return ways[0]!;
  const costs = await Promise.all(ways.map(({ driver }) => estimate(pool, driver)));
  return ways[costs.indexOf(Math.min(...costs))]!;
}

async function estimate(pool: Pool, driver: SqlFragment): Promise<number> {
  const [row] = await askDatabase<{ "QUERY PLAN": [{ Plan: { "Plan Rows": number } }] }>(
    pool,
    sql`EXPLAIN (FORMAT JSON) SELECT 1 FROM sagas AS s WHERE ${driver}`,
  );
  return row!["QUERY PLAN"][0].Plan["Plan Rows"];
}
