import type { Pool } from "pg";
import { askDatabase } from "@/server/dead-letters/ask-database";
import { allOf, type SqlFragment, sql } from "@/server/event-store/sql";
import { maskShapes } from "@/server/masking/text-shapes";
import { guardSagaFilter } from "./guard-saga-filter";
import type { SagaReader } from "./list-sagas";
import {
  type Asked,
  isLate,
  isStuck,
  ofForm,
  rangeOf,
  sagaConditions,
  startsWithin,
} from "./saga-conditions";
import type { AtLeast, SagaCounts } from "./saga-list-schemas";
import type { SagaFilter } from "./saga-schemas";
import { STORED_STATUSES } from "./words";

/** Sagas of one status that are counted; where there are more, that is said. */
const MOST = 10_000;
/** The same of one type, and types. */
const MOST_OF_TYPE = 1_000;
const MOST_TYPES = 100;

/**
 * How many sagas meet a filter, by status and by type: each count as if nothing else were chosen of what it counts by. Rows are
 * looked at up to a limit, so counting costs the same however many there are; a count that stopped there says so.
 * @throws SillageError FORBIDDEN for a filter by what is masked
 */
export async function countSagas(
  pool: Pool,
  { scope, masker, now }: SagaReader,
  wanted: SagaFilter,
): Promise<Omit<SagaCounts, "lag">> {
  const { status: _, late: __, deadLetters: ___, answered: ____, ...rest } = guardSagaFilter(wanted, masker);
  const asked: Asked = { filter: rest, scope, now };
  const [byStatus, overdue, dead, unanswered, types] = await Promise.all([
    countStatuses(pool, asked),
    countOverdue(pool, asked),
    countOf(
      pool,
      [ofForm(rest), sql`s.dead > 0`, ...rangeOf(asked)],
      sagaConditions({ ...asked, filter: { ...rest, deadLetters: true } }, ["from", "to"]),
    ),
    rest.form === "request" ? countUnanswered(pool, asked) : null,
    countTypes(pool, asked, wanted),
  ]);
  const shapes = masker.strictest?.shapes;
  const byType = types.slice(0, MOST_TYPES).filter(({ type, count }) => {
    return count > 0 && (!shapes || maskShapes(type, shapes) === type);
  });
  return {
    byStatus: { ...byStatus, STUCK: overdue.stuck },
    late: overdue.late,
    deadLetters: dead,
    unanswered,
    byType: byType.sort((a, b) => b.count - a.count || (a.type < b.type ? -1 : 1)),
    moreTypes: types.length > MOST_TYPES,
  };
}

const NEWEST = sql`ORDER BY s.started_at DESC`;

/** Counts rows that meet a test, of the first ones that a driver gives. */
async function countOf(
  pool: Pool,
  driver: readonly SqlFragment[],
  tests: readonly SqlFragment[],
  order: SqlFragment = NEWEST,
): Promise<AtLeast> {
  const [row] = await askDatabase<{ count: number; looked: number }>(
    pool,
    sql`SELECT count(*) FILTER (WHERE ${allOf(tests)})::int AS count, count(*)::int AS looked
        FROM (SELECT * FROM sagas AS s WHERE ${allOf(driver)} ${order} LIMIT ${MOST + 1}) AS s`,
  );
  return { count: Math.min(row!.count, MOST), exact: row!.looked <= MOST };
}

async function countStatuses(pool: Pool, asked: Asked) {
  const counts = await Promise.all(
    STORED_STATUSES.map((status) =>
      countOf(
        pool,
        [ofForm(asked.filter), sql`s.status = ${status}`, ...rangeOf(asked)],
        [...sagaConditions(asked, ["from", "to"]), sql`NOT ${isStuck(asked.now)}`],
      ),
    ),
  );
  return Object.fromEntries(STORED_STATUSES.map((status, i) => [status, counts[i]!])) as Record<
    (typeof STORED_STATUSES)[number],
    AtLeast
  >;
}

const countUnanswered = (pool: Pool, asked: Asked): Promise<AtLeast> =>
  countOf(
    pool,
    [ofForm(asked.filter), sql`s.form = 'request' AND s.events = 1`, ...rangeOf(asked)],
    sagaConditions(asked, ["from", "to"]),
  );

/** What is late or stuck, by the moment from which on it is. */
async function countOverdue(pool: Pool, asked: Asked): Promise<{ stuck: AtLeast; late: AtLeast }> {
  const since = (moment: SqlFragment) => sql`${moment} <= ${asked.now.toISOString()}::timestamptz`;
  const open = [ofForm(asked.filter), sql`s.status IN ('RUNNING', 'COMPENSATING')`];
  const tests = sagaConditions(asked);
  const [stuck, late] = await Promise.all([
    countOf(pool, [...open, since(sql`s.stuck_at`)], tests, sql``),
    countOf(
      pool,
      [...open, sql`(${since(sql`s.late_at`)} OR ${since(sql`s.stuck_at`)})`],
      [...tests, isLate(asked.now)],
      sql``,
    ),
  ]);
  return { stuck, late };
}

/** Types are found one after the other in their index, and counted in it. */
function countTypes(pool: Pool, asked: Asked, wanted: SagaFilter): Promise<(AtLeast & { type: string })[]> {
  const { type: _, ...rest } = asked.filter;
  const { status, late, deadLetters, answered } = wanted;
  const filter = { ...rest, status, late, deadLetters, answered };
  const base = ofForm(filter);
  const tests = [...sagaConditions({ ...asked, filter }, ["from", "to"]), ...startsWithin(asked.scope)];
  return askDatabase<AtLeast & { type: string }>(
    pool,
    sql`WITH RECURSIVE types (type, n) AS (
          (SELECT s.start_type, 1 FROM sagas AS s WHERE ${base} ORDER BY s.start_type LIMIT 1)
          UNION ALL
          SELECT (SELECT s.start_type FROM sagas AS s WHERE ${base} AND s.start_type > t.type ORDER BY s.start_type LIMIT 1),
            t.n + 1
          FROM types AS t WHERE t.type IS NOT NULL AND t.n <= ${MOST_TYPES}
        )
        SELECT t.type, c.count, c.looked <= ${MOST_OF_TYPE} AS exact
        FROM types AS t CROSS JOIN LATERAL (
          SELECT (count(*) FILTER (WHERE ${allOf(tests)}))::int AS count, count(*)::int AS looked
          FROM (
            SELECT * FROM sagas AS s WHERE ${allOf([base, sql`s.start_type = t.type`, ...rangeOf(asked)])}
            ORDER BY s.started_at DESC LIMIT ${MOST_OF_TYPE + 1}
          ) AS s
        ) AS c WHERE t.type IS NOT NULL`,
  );
}
