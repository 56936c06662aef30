import type { Pool } from "pg";
import { findsAppended, type MessageFilter, rangeOf, rollupConditions, wireOf } from "./message-filter";
import { keyTime, type MessageKey } from "./search-cursor";
import { asScan, type SearchPlan } from "./search-plan";
import { allOf, type SqlFragment, sql, unionOf } from "./sql";

/** Some of the messages that meet a plan, newest first. */
export interface Found {
  hits: MessageKey[];
  /** Everything newer than this, and itself, has been looked at; null when all has. */
  through: MessageKey | null;
  /** How many match in all, where that came with the answer. */
  total: number | null;
}

/** Occurrences up to which a value counts as rare. */
const LOOKUP_MAX = 5_000;
const FIRST_STEP = 500;
const LAST_STEP = 50_000;

/**
 * Walks through the messages that meet a plan, newest first, in steps that each do bounded work. The caller stops when
 * it has enough. `want` is how many hits the caller can use at once.
 */
export async function* findKeys(
  pool: Pool,
  filter: MessageFilter,
  plan: SearchPlan,
  after: MessageKey | null,
  want: number,
): AsyncGenerator<Found> {
  let scanPlan = plan;
  if (plan.way === "lookup") {
    const found = await lookUp(pool, filter, plan, after, want);
    if (found) {
      yield found;
      return;
    }
    scanPlan = asScan(plan);
  }
  // The rollups do not know what was not on the wire: they could skip it.
  const rollup = scanPlan.test && !findsAppended(filter) ? rollupConditions(filter) : [];
  let position = after;
  let step = scanPlan.test ? FIRST_STEP : want;
  for (;;) {
    const found = await scanStep(pool, filter, scanPlan, { position, step, want });
    if (found.through === null) {
      yield found;
      return;
    }
    if (found.hits.length === 0 && rollup.length > 0) {
      const next = await lastMinuteWith(pool, rollup, found.through);
      position = next === null ? null : earlier(next, found.through);
      yield { hits: [], through: position, total: null };
      if (position === null) return;
    } else {
      position = found.through;
      yield found;
    }
    step = Math.min(step * 5, LAST_STEP);
  }
}

/** Null when the value is too common to be fetched whole. */
async function lookUp(
  pool: Pool,
  filter: MessageFilter,
  plan: SearchPlan,
  after: MessageKey | null,
  want: number,
): Promise<Found | null> {
  const query = sql`
    WITH found AS MATERIALIZED (
      SELECT m.received_at, m.id, ${plan.test ?? sql`TRUE`} AS hit
      FROM messages AS m WHERE ${allOf([plan.driver, ...rangeOf(filter)])} LIMIT ${LOOKUP_MAX + 1}
    )
    SELECT c.found, c.hits, p.micros, p.id
    FROM (SELECT count(*)::int AS found, count(*) FILTER (WHERE hit)::int AS hits FROM found) AS c
    LEFT JOIN LATERAL (
      SELECT ${keyColumns("m")} FROM found AS m WHERE ${allOf([sql`m.hit`, ...olderThan(after)])}
      ORDER BY m.received_at DESC, m.id DESC LIMIT ${want}
    ) AS p ON TRUE`;
  const { rows } = await pool.query<{
    found: number;
    hits: number;
    micros: string | null;
    id: string | null;
  }>(query.toQuery());
  const first = rows[0]!;
  if (first.found > LOOKUP_MAX) return null;
  const hits = rows.flatMap(({ micros, id }) => (micros !== null && id !== null ? [{ micros, id }] : []));
  return { hits, through: hits.length === want ? hits[want - 1]! : null, total: first.hits };
}

/** Looks at the next `step` messages of the driver and keeps the first `want` that pass the test. */
async function scanStep(
  pool: Pool,
  filter: MessageFilter,
  plan: SearchPlan,
  at: { position: MessageKey | null; step: number; want: number },
): Promise<Found> {
  const newest = (driver: SqlFragment) => sql`
    SELECT m.received_at, m.id, ${plan.test ?? sql`TRUE`} AS hit
    FROM messages AS m WHERE ${allOf([driver, ...rangeOf(filter), ...olderThan(at.position)])}
    ORDER BY m.received_at DESC, m.id DESC LIMIT ${at.step}`;
  // Each exchange by its own name: only then the planner knows how rare it is, and takes its index.
  const scanned =
    plan.merged === null
      ? newest(plan.driver)
      : sql`
    SELECT * FROM (${unionOf(plan.merged.map((name) => newest(allOf([sql`m.exchange = ${name}`, ...wireOf(filter)]))))}) AS m
    ORDER BY m.received_at DESC, m.id DESC LIMIT ${at.step}`;
  const query = sql`
    WITH scanned AS MATERIALIZED (${scanned}),
    hits AS (SELECT * FROM scanned WHERE hit ORDER BY received_at DESC, id DESC LIMIT ${at.want}),
    last AS (SELECT * FROM scanned ORDER BY received_at, id LIMIT 1)
    SELECT ${keyColumns("h")}, TRUE AS hit, 0 AS scanned FROM hits AS h
    UNION ALL
    SELECT ${keyColumns("l")}, FALSE AS hit, (SELECT count(*)::int FROM scanned) AS scanned FROM last AS l`;
  const { rows } = await pool.query<MessageKey & { hit: boolean; scanned: number }>(query.toQuery());
  const hits = rows.filter((row) => row.hit).map(({ micros, id }) => ({ micros, id }));
  hits.sort((a, b) => Number(BigInt(b.micros) - BigInt(a.micros)) || Number(BigInt(b.id) - BigInt(a.id)));
  const last = rows.find((row) => !row.hit);
  // More hits may lie between the last one kept and the last row looked at.
  if (hits.length === at.want) return { hits, through: hits[at.want - 1]!, total: null };
  if (!last || last.scanned < at.step) return { hits, through: null, total: null };
  return { hits, through: { micros: last.micros, id: last.id }, total: null };
}

/** End of the last minute, not after `key`, in which the rollups count a match. Rollups equal the raw counts, so nothing is skipped. */
async function lastMinuteWith(
  pool: Pool,
  rollup: SqlFragment[],
  key: MessageKey,
): Promise<MessageKey | null> {
  const query = sql`
    SELECT (extract(epoch FROM t.minute)::bigint + 60)::text AS end FROM traffic_minutes AS t
    WHERE ${allOf([sql`t.minute <= ${keyTime(key)}::timestamptz`, ...rollup])}
    ORDER BY t.minute DESC LIMIT 1`;
  const { rows } = await pool.query<{ end: string }>(query.toQuery());
  return rows[0] ? { micros: `${rows[0].end}000000`, id: "0" } : null;
}

function earlier(a: MessageKey, b: MessageKey): MessageKey {
  return BigInt(a.micros) < BigInt(b.micros) ? a : b;
}

function keyColumns(alias: "m" | "h" | "l"): SqlFragment {
  const columns = {
    m: sql`(extract(epoch FROM m.received_at) * 1000000)::bigint::text AS micros, m.id::text AS id`,
    h: sql`(extract(epoch FROM h.received_at) * 1000000)::bigint::text AS micros, h.id::text AS id`,
    l: sql`(extract(epoch FROM l.received_at) * 1000000)::bigint::text AS micros, l.id::text AS id`,
  };
  return columns[alias];
}

/** The plain bound beside the row comparison lets PostgreSQL leave out whole partitions. */
function olderThan(key: MessageKey | null): SqlFragment[] {
  if (!key) return [];
  const time = keyTime(key);
  return [
    sql`m.received_at <= ${time}::timestamptz`,
    sql`(m.received_at, m.id) < (${time}::timestamptz, ${key.id}::bigint)`,
  ];
}
