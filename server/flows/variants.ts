import type { Pool } from "pg";
import { askDatabase } from "@/server/dead-letters/ask-database";
import { allOf, sql } from "@/server/event-store/sql";
import { guardFilter } from "@/server/masking/filter-guard";
import { maskShapes } from "@/server/masking/text-shapes";
import type { SagaReader } from "@/server/sagas/list-sagas";
import { sagaId, type VariantNode } from "@/server/sagas/saga";
import { MOST_TOLD } from "@/server/sagas/words";
import type { VariantsAnswer, VariantsInput } from "./flow-schemas";
import { begunWithin } from "./sagas-of-range";

/** Sagas that are looked at; of more than these, those that began last. */
const MOST = 100_000;
/** Ways that are told one by one, the most frequent first. */
const MOST_VARIANTS = 100;

interface Row {
  variant: string;
  startType: string;
  path: VariantNode[] | null;
  count: number;
  p50Ms: number;
  p95Ms: number;
  dead: number;
  cut: boolean;
  newest: string;
  total: number;
  variants: number;
  countedFrom: Date | null;
}

/**
 * The distinct ways that sagas took which began within a range, the most frequent first. A saga that a scope shows in part alone
 * is left out: which way it took is not all its reader's.
 * @throws SillageError FORBIDDEN for a filter by what is masked, UNAVAILABLE when the database needs too long
 */
export async function readVariants(
  pool: Pool,
  { scope, masker }: SagaReader,
  input: VariantsInput,
  most = MOST,
): Promise<VariantsAnswer> {
  guardFilter({ vhost: input.vhost, eventType: input.sagaType }, masker);
  const rows = await askDatabase<Row>(
    pool,
    sql`WITH looked AS MATERIALIZED (
          SELECT s.variant, s.start_type, s.duration_ms, s.dead, s.events, s.started_at,
            replace(s.key::text, '-', '') AS key, s.ordinal
          FROM sagas AS s WHERE ${allOf([sql`s.form = 'saga'`, ...begunWithin(input, scope)])}
          ORDER BY s.started_at DESC LIMIT ${most}
        ), ways AS (
          SELECT variant, min(start_type) AS start_type, count(*)::int AS count,
            percentile_disc(0.5) WITHIN GROUP (ORDER BY duration_ms) AS p50,
            percentile_disc(0.95) WITHIN GROUP (ORDER BY duration_ms) AS p95,
            (count(*) FILTER (WHERE dead > 0))::int AS dead, max(events) > ${MOST_TOLD} AS cut,
            max(array[to_char(started_at AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISSUS'), key, ordinal::text]) AS newest
          FROM looked GROUP BY variant
        )
        SELECT w.variant::text, w.start_type AS "startType", v.path, w.count, w.p50 AS "p50Ms", w.p95 AS "p95Ms", w.dead, w.cut,
          w.newest[2] || '.' || w.newest[3] AS newest,
          (sum(w.count) OVER ())::int AS total, (count(*) OVER ())::int AS variants,
          (SELECT min(started_at) FROM looked HAVING count(*) >= ${most}) AS "countedFrom"
        FROM ways AS w LEFT JOIN saga_variants AS v USING (variant)
        ORDER BY w.count DESC, w.variant LIMIT ${MOST_VARIANTS}`,
  );
  const shapes = masker.strictest?.shapes;
  const shown = (type: string) => (shapes ? maskShapes(type, shapes) : type);
  const told = rows.reduce((sum, { count }) => sum + count, 0);
  const { total = 0, variants = 0, countedFrom = null } = rows[0] ?? {};
  return {
    items: rows.map(({ variant, startType, path, count, p50Ms, p95Ms, dead, cut, newest }) => {
      const [hex, ordinal] = newest.split(".");
      return {
        variant,
        startType: shown(startType),
        path: shownPath(path ?? [{ type: startType }], shown),
        count,
        share: count / total,
        p50Ms,
        p95Ms,
        dead,
        cut,
        example: sagaId(hex!, Number(ordinal)),
      };
    }),
    total,
    others: { variants: variants - rows.length, sagas: total - told },
    countedFrom: countedFrom?.toISOString() ?? null,
  };
}

function shownPath(path: readonly VariantNode[], shown: (type: string) => string): VariantNode[] {
  return path.map(({ type, times, next }) => ({
    type: shown(type),
    ...(times !== undefined && { times }),
    ...(next !== undefined && { next: shownPath(next, shown) }),
  }));
}
