import type { Pool, PoolClient } from "pg";
import type { MessageFilter } from "./message-filter";
import { rangeOf } from "./message-filter";
import { keyedMessages } from "./message-summary";
import { findKeys } from "./scan-messages";
import type { MessageKey } from "./search-cursor";
import { asScan, planSearch, type SearchPlan } from "./search-plan";
import { containing } from "./search-text";
import { allOf, sql } from "./sql";
import { bucketOf, type Cell, cellTime } from "./traffic-series";

/** Counts over time from the messages themselves, for filters that the rollups do not know. */

export interface RawCounts {
  cells: Cell[];
  /** Counted from this moment on; what is older was not reached within the limits. Null: all was counted. */
  completeFrom: Date | null;
}

/** A range with both ends. */
export type Bounded = MessageFilter & { from: Date; to: Date };

/** Work of one request. */
const LIMITS = { ms: 1_500, textMs: 2_000, textMessages: 20_000 };
/** Occurrences up to which a value is looked up whole. */
const LOOKUP_MAX = 5_000;
const FIRST_SLICE_MS = 60_000;

/**
 * Counts by bucket and exchange, from the newest message backwards, until all is counted or the work is at its limit.
 * @param signal stops the counting: nobody waits for it any more
 * @param limitMs how long it may take; for tests
 * @throws the signal's reason
 */
export async function countRaw(
  pool: Pool,
  filter: Bounded,
  stepMs: number,
  signal?: AbortSignal,
  limitMs = LIMITS.ms,
): Promise<RawCounts> {
  const plan = await planSearch(pool, filter);
  if (filter.q !== undefined) return countText(pool, filter, plan, stepMs, signal);
  const client = await pool.connect();
  try {
    // One snapshot for all slices: a message is in exactly one of them, or in none.
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    return await countSlices(client, filter, plan, stepMs, performance.now() + limitMs, signal);
  } finally {
    await client.query("ROLLBACK").catch(() => {});
    client.release();
  }
}

async function countSlices(
  client: PoolClient,
  filter: Bounded,
  plan: SearchPlan,
  stepMs: number,
  until: number,
  signal: AbortSignal | undefined,
): Promise<RawCounts> {
  const tally = new Tally();
  let { driver, test } = plan;
  const from = filter.from.getTime();
  let end = filter.to.getTime();
  try {
    if (plan.way === "lookup") {
      const found = await lookUp(client, filter, plan, stepMs, until);
      if (found) return { cells: found, completeFrom: null };
      ({ driver, test } = asScan(plan));
    }
    const tests = test ? [driver, test] : [driver];
    for (let width = FIRST_SLICE_MS; end > from; ) {
      const start = Math.max(from, end - width);
      signal?.throwIfAborted();
      const began = performance.now();
      if (began >= until) return { cells: tally.cells(), completeFrom: new Date(end) };
      await limit(client, until);
      const slice = [...tests, ...rangeOf({ from: new Date(start), to: new Date(end) })];
      const query = sql`
        SELECT ${cellTime}, exchange, count FROM (
          SELECT ${bucketOf(sql`m.received_at`, stepMs)} AS bucket, m.exchange, count(*)::float8 AS count
          FROM messages AS m WHERE ${allOf(slice)} GROUP BY 1, 2) AS cells`;
      tally.add((await client.query<Cell>(query.toQuery())).rows);
      end = start;
      const took = performance.now() - began;
      // Short enough to stop soon when nobody waits any more, long enough not to be all overhead.
      if (took < 25) width *= 4;
      else if (took > 120) width = Math.max(1_000, width / 3);
    }
    return { cells: tally.cells(), completeFrom: null };
  } catch (error) {
    // Stopped in the middle of a slice: what is newer than that slice is counted.
    if ((error as { code?: string }).code === "57014")
      return { cells: tally.cells(), completeFrom: new Date(end) };
    throw error;
  }
}

/** Null when the value is too common to be fetched whole. */
async function lookUp(
  client: PoolClient,
  filter: Bounded,
  plan: SearchPlan,
  stepMs: number,
  until: number,
): Promise<Cell[] | null> {
  await limit(client, until);
  const query = sql`
    WITH found AS MATERIALIZED (
      SELECT m.received_at, m.exchange, ${plan.test ?? sql`TRUE`} AS hit
      FROM messages AS m WHERE ${allOf([plan.driver, ...rangeOf(filter)])} LIMIT ${LOOKUP_MAX + 1})
    SELECT ${cellTime}, exchange, count, looked FROM (
      SELECT ${bucketOf(sql`received_at`, stepMs)} AS bucket, exchange,
             (count(*) FILTER (WHERE hit))::float8 AS count, count(*)::float8 AS looked
      FROM found GROUP BY 1, 2) AS cells`;
  const { rows } = await client.query<Cell & { looked: number }>(query.toQuery());
  if (rows.reduce((sum, row) => sum + row.looked, 0) > LOOKUP_MAX) return null;
  return rows.filter((row) => row.count > 0).map(({ at, exchange, count }) => ({ at, exchange, count }));
}

/** With free text every candidate's body is read, as the search does. */
async function countText(
  pool: Pool,
  filter: Bounded,
  plan: SearchPlan,
  stepMs: number,
  signal: AbortSignal | undefined,
): Promise<RawCounts> {
  const tally = new Tally();
  const until = performance.now() + LIMITS.textMs;
  let looked = 0;
  for await (const found of findKeys(pool, filter, plan, null, 2_000)) {
    for await (const piece of containing(pool, found.hits, filter.q!, filter.view)) {
      signal?.throwIfAborted();
      if (piece.hits.length > 0) tally.add(await cellsOf(pool, piece.hits, stepMs));
      looked += piece.looked;
      if (looked >= LIMITS.textMessages || performance.now() > until) return partial(tally, piece.through);
    }
    if (found.through !== null && performance.now() > until) return partial(tally, found.through);
  }
  return { cells: tally.cells(), completeFrom: null };
}

/** The millisecond of the last message that was looked at may hold more of them. */
function partial(tally: Tally, through: MessageKey): RawCounts {
  return { cells: tally.cells(), completeFrom: new Date(Number(BigInt(through.micros) / 1_000n) + 1) };
}

async function cellsOf(pool: Pool, keys: readonly MessageKey[], stepMs: number): Promise<Cell[]> {
  const query = sql`
    SELECT ${cellTime}, exchange, count FROM (
      SELECT ${bucketOf(sql`m.received_at`, stepMs)} AS bucket, m.exchange, count(*)::float8 AS count
      FROM ${keyedMessages(keys)} GROUP BY 1, 2) AS cells`;
  return (await pool.query<Cell>(query.toQuery())).rows;
}

async function limit(client: PoolClient, until: number): Promise<void> {
  const ms = Math.max(1, Math.ceil(until - performance.now()));
  await client.query("SELECT set_config('statement_timeout', $1, true)", [String(ms)]);
}

/** Slices end anywhere, also in the middle of a bucket: its parts are added up. */
class Tally {
  readonly #cells = new Map<string, Cell>();

  add(cells: readonly Cell[]): void {
    for (const cell of cells) {
      const key = `${cell.at} ${cell.exchange}`;
      const known = this.#cells.get(key);
      if (known) known.count += cell.count;
      else this.#cells.set(key, { ...cell });
    }
  }

  cells(): Cell[] {
    return [...this.#cells.values()];
  }
}
