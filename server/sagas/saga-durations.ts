import type { Pool } from "pg";
import { askDatabase } from "@/server/dead-letters/ask-database";
import { allOf, sql } from "@/server/event-store/sql";
import { type BucketPlan, STEPS } from "@/server/overview/buckets";
import { guardSagaFilter } from "./guard-saga-filter";
import type { SagaReader } from "./list-sagas";
import { ofForm, sagaConditions, wholly } from "./saga-conditions";
import type { SagaDurations } from "./saga-list-schemas";
import type { SagaFilter } from "./saga-schemas";

/** Sagas that are measured; of more than these, the ones that ended last. */
const MOST = 100_000;
/** Buckets of a chart: few enough that most of them have several sagas. */
const MOST_BUCKETS = 60;
const DAY = 24 * 3_600_000;

/** Buckets of a range, in milliseconds since 1970, aligned to multiples of their width. Pure. */
export function planDurations(from: number, to: number): BucketPlan {
  const wanted = (to - from) / (MOST_BUCKETS - 1);
  const stepMs = STEPS.find((step) => step >= wanted) ?? Math.ceil(wanted / DAY) * DAY;
  const first = Math.floor(from / stepMs) * stepMs;
  return { stepMs, first, count: Math.max(1, Math.ceil((to - first) / stepMs)) };
}

/**
 * How long the sagas took that came to rest within the range of a filter, by when they did. A saga that a scope shows in part
 * alone is left out: how long it took is not all its own.
 * @throws SillageError FORBIDDEN for a filter by what is masked
 */
export async function sagaDurations(
  pool: Pool,
  { scope, masker, now }: SagaReader,
  wanted: SagaFilter,
): Promise<SagaDurations> {
  const filter = guardSagaFilter(wanted, masker);
  const asked = { filter, scope, now };
  const range = await rangeFor(pool, filter, now);
  const plan = planDurations(range.from, range.to);
  const moment = (at: number) => sql`${new Date(at).toISOString()}::timestamptz`;
  const tests = [...sagaConditions(asked, ["from", "to"]), ...wholly(scope)];
  const rows = await askDatabase<{
    bucket: number | null;
    ended: number;
    p50: number;
    p95: number;
    oldest: Date;
    looked: number;
  }>(
    pool,
    sql`WITH looked AS MATERIALIZED (
          SELECT s.last_at, s.duration_ms,
            s.status IN ('COMPLETED', 'COMPENSATED', 'FAILED') AND ${allOf(tests)} AS counts
          FROM sagas AS s
          WHERE ${ofForm(filter)} AND s.last_at >= ${moment(range.from)} AND s.last_at < ${moment(range.to)}
          ORDER BY s.last_at DESC LIMIT ${MOST + 1}
        ), whole AS (SELECT min(last_at) AS oldest, count(*)::int AS looked FROM looked)
        SELECT floor((extract(epoch FROM l.last_at)::float8 * 1000 - ${plan.first}) / ${plan.stepMs})::int AS bucket,
          count(*)::int AS ended,
          percentile_disc(0.5) WITHIN GROUP (ORDER BY l.duration_ms) AS p50,
          percentile_disc(0.95) WITHIN GROUP (ORDER BY l.duration_ms) AS p95,
          w.oldest, w.looked
        FROM whole AS w LEFT JOIN looked AS l ON l.counts GROUP BY 1, w.oldest, w.looked`,
  );
  const of = new Map(rows.map((row) => [row.bucket, row]));
  const cut = rows[0] !== undefined && rows[0].looked > MOST;
  return {
    first: new Date(plan.first).toISOString(),
    stepMs: plan.stepMs,
    from: new Date(range.from).toISOString(),
    to: new Date(range.to).toISOString(),
    ended: rows.reduce((sum, row) => sum + (row.bucket === null ? 0 : row.ended), 0),
    buckets: Array.from({ length: plan.count }, (_, index) => {
      const row = of.get(index);
      return { ended: row?.ended ?? 0, p50Ms: row?.p50 ?? null, p95Ms: row?.p95 ?? null };
    }),
    completeFrom: cut ? rows[0]!.oldest.toISOString() : null,
  };
}

/** The range of a filter; without a beginning or an end, that of the stored sagas. */
async function rangeFor(pool: Pool, filter: SagaFilter, now: Date): Promise<{ from: number; to: number }> {
  const to = filter.to?.getTime() ?? now.getTime();
  if (filter.from) return { from: filter.from.getTime(), to };
  const [row] = await askDatabase<{ at: Date }>(
    pool,
    sql`SELECT s.last_at AS at FROM sagas AS s WHERE ${ofForm(filter)} ORDER BY s.last_at LIMIT 1`,
  );
  return { from: Math.min(row?.at.getTime() ?? to - DAY, to - 1), to };
}
