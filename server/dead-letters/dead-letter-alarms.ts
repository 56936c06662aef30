import type { Pool } from "pg";
import type { Scope } from "@/server/access/scope";
import { scopeConditions } from "@/server/event-store/scope-conditions";
import { allOf, sql } from "@/server/event-store/sql";

/** A cause group that somebody should look at. Times are ISO text. */
export interface AlarmingGroup {
  id: string;
  vhost: string;
  queue: string;
  failedQueue: string;
  errorType: string | null;
  /** Dead letters in the last hour or two. */
  recent: number;
  since: string;
}

export interface DeadLetterAlarms {
  /** Causes that were never seen before. */
  fresh: AlarmingGroup[];
  /** Known causes of which many more die than usually. */
  growing: AlarmingGroup[];
  /** Messages that were redriven and died again, and that nobody has settled since. */
  diedAgain: { count: number; since: string | null };
}

const HOUR_MS = 3_600_000;
/** A cause is new for so long. */
const NEW_MS = HOUR_MS;
/** A group grows fast where the last hour has this many times as many deaths as an hour of the day before it, and this many at least. */
const TIMES = 3;
const LEAST = 20;
const DAY_HOURS = 24;
const MOST = 20;

interface Row extends Omit<AlarmingGroup, "since"> {
  since: Date;
}

/** What about the dead letters of a scope is news: new causes, causes that grow, redrives that were in vain. */
export async function readDeadLetterAlarms(pool: Pool, scope: Scope, now: Date): Promise<DeadLetterAlarms> {
  const inScope = allOf(scopeConditions(scope, "g"));
  const hour = new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS);
  // The hour that has just begun says little: it counts together with the one before it.
  const recentFrom = new Date(hour.getTime() - HOUR_MS).toISOString();
  const dayFrom = new Date(hour.getTime() - (DAY_HOURS + 1) * HOUR_MS).toISOString();
  const newFrom = new Date(now.getTime() - NEW_MS).toISOString();
  const columns = sql`g.id::text, g.vhost, g.queue, g.failed_queue AS "failedQueue", g.error_type AS "errorType"`;
  const [fresh, growing, again] = await Promise.all([
    pool.query<Row>(
      sql`SELECT ${columns}, g.total::float8 AS recent, g.first_at AS since FROM dead_letter_groups AS g
          WHERE g.last_at >= ${newFrom}::timestamptz AND g.first_at >= ${newFrom}::timestamptz
            AND g.observed + g.held > 0 AND ${inScope}
          ORDER BY g.total DESC, g.id LIMIT ${MOST}`.toQuery(),
    ),
    pool.query<Row>(
      sql`SELECT ${columns}, h.recent::float8 AS recent, h.since FROM dead_letter_groups AS g
          CROSS JOIN LATERAL (
            SELECT sum(count) FILTER (WHERE hour >= ${recentFrom}::timestamptz) AS recent,
                   sum(count) FILTER (WHERE hour < ${recentFrom}::timestamptz) AS before,
                   min(hour) FILTER (WHERE hour >= ${recentFrom}::timestamptz) AS since
            FROM dead_letter_hours WHERE group_id = g.id AND hour >= ${dayFrom}::timestamptz
          ) AS h
          WHERE g.last_at >= ${recentFrom}::timestamptz AND g.first_at < ${newFrom}::timestamptz
            AND h.recent >= ${LEAST} AND h.recent > ${TIMES} * coalesce(h.before, 0) / ${DAY_HOURS}::float8
            AND g.observed + g.held > 0 AND ${inScope}
          ORDER BY h.recent DESC, g.id LIMIT ${MOST}`.toQuery(),
    ),
    pool.query<{ count: number; since: Date | null }>(
      sql`SELECT count(*)::float8 AS count, min(d.seen_at) AS since
          FROM dead_letters AS d JOIN dead_letter_groups AS g ON g.id = d.group_id
          WHERE d.previous_id IS NOT NULL AND d.state IN ('observed', 'held') AND ${inScope}`.toQuery(),
    ),
  ]);
  const told = ({ rows }: { rows: Row[] }) => rows.map((row) => ({ ...row, since: row.since.toISOString() }));
  const { count, since } = again.rows[0]!;
  return {
    fresh: told(fresh),
    growing: told(growing),
    diedAgain: { count, since: since?.toISOString() ?? null },
  };
}
