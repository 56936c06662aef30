import type { Pool } from "pg";
import type { Scope } from "@/server/access/scope";
import { askDatabase } from "@/server/dead-letters/ask-database";
import { allOf, sql } from "@/server/event-store/sql";
import { bucketOfStep } from "./bucket-sql";
import type { FlowCount } from "./flow-counts";
import type { FlowInput } from "./flow-schemas";
import { begunWithin } from "./sagas-of-range";

/** Sagas of a variant that are counted at most, the newest first. */
export const MOST_OF_VARIANT = 50_000;

/**
 * What the sagas of one variant did that began within a range, all of it. Counted from their steps, since counted edges do not
 * know ways, and so under a limit of work.
 * @returns from when on sagas were counted; null: all were
 */
export async function readVariantFlow(
  pool: Pool,
  scope: Scope,
  { variant, ...input }: FlowInput & { variant: string },
  most = MOST_OF_VARIANT,
): Promise<{ counts: FlowCount[]; countedFrom: Date | null }> {
  const tests = allOf([sql`s.variant = ${variant}::uuid`, ...begunWithin(input, scope)]);
  // One more than is counted says that there are more, and from when on all are.
  const rows = await askDatabase<FlowCount & { limit: Date | null }>(
    pool,
    sql`WITH found AS MATERIALIZED (
          SELECT s.generation, s.key, s.ordinal, s.vhost, s.started_at, s.last_exchange, s.last_type
          FROM sagas AS s WHERE ${tests} ORDER BY s.started_at DESC LIMIT ${most + 1}),
        beyond AS (SELECT started_at FROM found ORDER BY started_at DESC OFFSET ${most}),
        chosen AS MATERIALIZED (
          SELECT * FROM found WHERE NOT EXISTS (SELECT 1 FROM beyond WHERE beyond.started_at >= found.started_at))
        SELECT p.vhost, p.before_exchange AS "beforeExchange", p.before_type AS "beforeType", p.exchange,
          p.event_type AS type, ${bucketOfStep} AS bucket, count(*)::float8 AS count,
          (count(*) FILTER (WHERE p.link = 'order'))::float8 AS inferred,
          (count(*) FILTER (WHERE p.dead))::float8 AS dead, NULL::timestamptz AS limit
        FROM chosen AS c JOIN saga_steps AS p
          ON p.generation = c.generation AND p.key = c.key AND p.ordinal = c.ordinal AND p.role = 'event'
        GROUP BY 1, 2, 3, 4, 5, 6
        UNION ALL
        SELECT vhost, last_exchange, last_type, '', '', -1, count(*)::float8, 0, 0, NULL FROM chosen GROUP BY 1, 2, 3
        UNION ALL
        SELECT '', '', '', '', '', -1, 0, 0, 0, started_at FROM beyond`,
  );
  const limit = rows.find((row) => row.limit !== null)?.limit ?? null;
  return {
    counts: rows.filter((row) => row.limit === null),
    // Those that began in that very microsecond are left out with it.
    countedFrom: limit && new Date(limit.getTime() + 1),
  };
}
