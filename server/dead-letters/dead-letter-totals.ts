import type { Pool } from "pg";
import type { Scope } from "@/server/access/scope";
import { scopeConditions } from "@/server/event-store/scope-conditions";
import { allOf, sql } from "@/server/event-store/sql";
import { askDatabase } from "./ask-database";
import { countsOf, firstHour, hoursOf } from "./group-rows";
import type { DeadLetterTotals, StateCounts } from "./group-schemas";
import { type ErrorClass, WAITING_STATES } from "./words";

interface Summed extends StateCounts {
  vhost: string;
  queue: string;
  reason: string;
  errorClass: ErrorClass | null;
  groups: number;
}

/** What there is in a scope in all: added up from the counts of the groups, so that it is exact however much there is. */
export async function deadLetterTotals(pool: Pool, scope: Scope, now: Date): Promise<DeadLetterTotals> {
  const within = allOf(scopeConditions(scope, "g"));
  const [sums, hours, [oldest]] = await Promise.all([
    askDatabase<Summed>(
      pool,
      sql`SELECT g.vhost, g.queue, g.reason, g.error_class AS "errorClass",
          count(*) FILTER (WHERE g.observed + g.held > 0)::int AS groups,
          sum(g.observed)::float8 AS observed, sum(g.held)::float8 AS held, sum(g.gone)::float8 AS gone,
          sum(g.released)::float8 AS released, sum(g.redriven)::float8 AS redriven,
          sum(g.discarded)::float8 AS discarded
        FROM dead_letter_groups AS g WHERE ${within} GROUP BY g.vhost, g.queue, g.reason, g.error_class`,
    ),
    askDatabase<{ hour: Date; count: number }>(
      pool,
      sql`SELECT h.hour, sum(h.count)::float8 AS count
        FROM dead_letter_groups AS g JOIN dead_letter_hours AS h ON h.group_id = g.id
        WHERE ${within} AND g.last_at >= ${firstHour(now).toISOString()}::timestamptz
          AND h.hour >= ${firstHour(now).toISOString()}::timestamptz
        GROUP BY h.hour`,
    ),
    askDatabase<{ at: Date | null }>(
      pool,
      sql`SELECT min(d.died_at) AS at FROM dead_letter_groups AS g
        CROSS JOIN unnest(${[...WAITING_STATES]}::dead_letter_state[]) AS s (state)
        CROSS JOIN LATERAL (
          SELECT died_at FROM dead_letters WHERE group_id = g.id AND state = s.state ORDER BY id LIMIT 1
        ) AS d
        WHERE ${within} AND g.observed + g.held > 0`,
    ),
  ]);
  const counts = countsOf(sums.reduce(add, NONE));
  return {
    counts,
    waiting: counts.observed + counts.held,
    groups: sums.reduce((sum, it) => sum + it.groups, 0),
    oldestWaitingAt: oldest?.at?.toISOString() ?? null,
    hours: hoursOf(now, hours),
    queues: byMost(sums, ({ vhost, queue }) => ({ vhost, queue })),
    reasons: byMost(sums, ({ reason }) => ({ reason })),
    classes: byMost(sums, ({ errorClass }) => ({ errorClass })),
  };
}

const NONE: StateCounts = { observed: 0, held: 0, gone: 0, released: 0, redriven: 0, discarded: 0 };

function add(a: StateCounts, b: StateCounts): StateCounts {
  return {
    observed: a.observed + b.observed,
    held: a.held + b.held,
    gone: a.gone + b.gone,
    released: a.released + b.released,
    redriven: a.redriven + b.redriven,
    discarded: a.discarded + b.discarded,
  };
}

/** The sums by something of theirs, with what waits; most first. */
function byMost<Key extends object>(
  sums: readonly Summed[],
  keyOf: (sum: Summed) => Key,
): (Key & { waiting: number })[] {
  const found = new Map<string, Key & { waiting: number }>();
  for (const sum of sums) {
    const key = keyOf(sum);
    const name = JSON.stringify(key);
    const known = found.get(name) ?? { ...key, waiting: 0 };
    known.waiting += sum.observed + sum.held;
    found.set(name, known);
  }
  return [...found.values()].sort((a, b) => b.waiting - a.waiting);
}
