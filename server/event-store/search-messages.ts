import pg from "pg";
import { SillageError } from "@/server/errors";
import { countMessages, type MessageCount } from "./count-messages";
import type { MessageFilter } from "./message-filter";
import { type MessageSummary, readSummaries } from "./message-summary";
import { type Found, findKeys } from "./scan-messages";
import { decodeCursor, encodeCursor, type MessageKey } from "./search-cursor";
import { planSearch } from "./search-plan";
import { containing } from "./search-text";

export interface SearchRequest {
  filter: MessageFilter;
  /** At most 500. */
  limit: number;
  cursor?: string | undefined;
  /**
   * Whether the answer needs its count. `free`: only where it comes with the rows; who shows rows first asks
   * `countMessages` for it afterwards. `none`: a caller that goes on with a cursor has it already.
   */
  counted: "full" | "free" | "none";
}

export interface SearchAnswer {
  /** Newest first. */
  rows: MessageSummary[];
  /** Where to go on; null when there is no more. */
  nextCursor: string | null;
  /** The search stopped at its limit of work before the page was full: there may be more, from `nextCursor` on. */
  partial: boolean;
  /** Everything that was received after this moment has been looked at; null when all has. */
  searchedTo: Date | null;
  count: MessageCount | null;
}

/** Work of one request: what a person waits for, and what the database bears from everybody at once. */
const LIMITS = { ms: 1_500, textMs: 2_500, textMessages: 30_000, statementMs: 5_000 };

/**
 * Makes the pool for searches: read only, with a limit on every statement, and with index scans preferred, because
 * the statistics of a value that a person typed say little about it.
 */
export function createSearchPool(databaseUrl: string, max = 6): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    application_name: "sillage search",
    max,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    onConnect: async (client) => {
      await client.query(
        `SET statement_timeout = ${LIMITS.statementMs}; SET default_transaction_read_only = on; SET jit = off; SET enable_seqscan = off`,
      );
    },
  });
  // A connection that breaks while idle is replaced by the pool; the next query tells whoever needs to know.
  pool.on("error", () => {});
  return pool;
}

/**
 * Searches the messages, newest first.
 * @throws SillageError INVALID_INPUT for a cursor that is none, UNAVAILABLE when the database needs too long.
 */
export async function searchMessages(pool: pg.Pool, request: SearchRequest): Promise<SearchAnswer> {
  const after = request.cursor === undefined ? null : decodeCursor(request.cursor);
  const { filter } = request;
  try {
    const counting =
      request.counted === "full" && filter.q === undefined ? countMessages(pool, filter) : null;
    // Whoever waits for it first learns of a failure; this keeps an early one from being "unhandled".
    counting?.catch(() => {});
    const page = await collect(pool, request, after);
    const rows = await readSummaries(pool, page.keys);
    const whole = after === null && page.next === null;
    let count: MessageCount | null = null;
    if (request.counted !== "none") {
      if (whole) count = { value: rows.length, exact: true };
      else if (page.total !== null) count = { value: page.total, exact: true };
      // So rare that the search gave up: what the planner believes would be a worse answer than what was found.
      else if (page.partial) count = { value: rows.length, exact: false };
      else if (filter.q !== undefined) count = { value: rows.length, exact: false };
      else count = counting && (await counting);
    }
    return {
      rows,
      nextCursor: page.next ? encodeCursor(page.next) : null,
      partial: page.partial,
      searchedTo: page.next ? new Date(Number(BigInt(page.next.micros) / 1000n)) : null,
      count,
    };
  } catch (error) {
    if ((error as { code?: string }).code !== "57014") throw error;
    throw new SillageError(
      "UNAVAILABLE",
      "The search took too long and was stopped. Choose a shorter range or one more filter.",
      { cause: error },
    );
  }
}

interface Page {
  keys: MessageKey[];
  next: MessageKey | null;
  partial: boolean;
  total: number | null;
}

/** Takes hits until the page is full, all has been looked at, or the work is at its limit. */
async function collect(pool: pg.Pool, request: SearchRequest, after: MessageKey | null): Promise<Page> {
  const { filter, limit } = request;
  const plan = await planSearch(pool, filter);
  const started = performance.now();
  const keys: MessageKey[] = [];
  const isText = filter.q !== undefined;
  const until = started + (isText ? LIMITS.textMs : LIMITS.ms);
  let looked = 0;
  let total: number | null = null;
  const full = (): Page => ({ keys: keys.slice(0, limit), next: keys[limit - 1]!, partial: false, total });

  // With free text every candidate is read, so a step may hand over many more than fill the page.
  for await (const found of findKeys(pool, filter, plan, after, isText ? 2_000 : limit + 1)) {
    if (!isText) total = found.total;
    for await (const piece of withText(pool, found, filter)) {
      keys.push(...piece.hits);
      looked += piece.looked;
      if (keys.length > limit) return full();
      const spent = looked >= LIMITS.textMessages || performance.now() > until;
      if (spent && piece.through !== null) return { keys, next: piece.through, partial: true, total };
    }
  }
  return { keys, next: null, partial: false, total };
}

async function* withText(pool: pg.Pool, found: Found, { q, view }: MessageFilter) {
  if (q === undefined) {
    yield { hits: found.hits, looked: 0, through: found.through };
    return;
  }
  for await (const piece of containing(pool, found.hits, q, view)) yield piece;
  // The step ends here even where its last rows did not pass the other filters.
  yield { hits: [], looked: 0, through: found.through };
}
