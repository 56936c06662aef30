import type { Pool } from "pg";
import { askDatabase } from "@/server/dead-letters/ask-database";
import { scopeConditions } from "@/server/event-store/scope-conditions";
import { allOf, sql } from "@/server/event-store/sql";
import type { DocsReader } from "./docs-reader";

/** The part of the traffic that is written about. */
export interface DocsRange {
  vhost?: string | undefined;
  from: Date;
  to: Date;
}

/** How often an event type was published to an exchange. */
export interface EventCount {
  vhost: string;
  exchange: string;
  type: string;
  kind: string;
  count: number;
  duplicates: number;
}

/** From the rollups, so whole minutes. The most frequent first; of equals, by name. */
export function eventCounts(
  pool: Pool,
  { scope }: Pick<DocsReader, "scope">,
  { vhost, from, to }: DocsRange,
): Promise<EventCount[]> {
  const tests = [
    sql`t.minute >= ${from.toISOString()}::timestamptz AND t.minute < ${to.toISOString()}::timestamptz`,
    sql`t.event_type <> ''`,
    ...scopeConditions(scope, "t"),
  ];
  if (vhost !== undefined) tests.push(sql`t.vhost = ${vhost}`);
  return askDatabase<EventCount>(
    pool,
    sql`SELECT * FROM (
          SELECT t.vhost, t.exchange, t.event_type AS type,
            coalesce((array_agg(t.kind ORDER BY t.count DESC, t.kind) FILTER (WHERE t.kind <> ''))[1], '') AS kind,
            coalesce(sum(t.count) FILTER (WHERE t.arrival = 'published' AND t.reading <> 'duplicate'), 0)::float8 AS count,
            coalesce(sum(t.count) FILTER (WHERE t.arrival = 'published' AND t.reading = 'duplicate'), 0)::float8 AS duplicates
          FROM traffic_minutes AS t WHERE ${allOf(tests)} GROUP BY 1, 2, 3) AS counted
        WHERE count > 0 OR duplicates > 0
        ORDER BY count DESC, vhost, exchange, type`,
  );
}
