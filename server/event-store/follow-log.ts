import type { Pool } from "pg";
import { errorText } from "@/server/errors";
import type { Logger } from "@/server/logger";
import { listenTo } from "./listen";
import { type LogRow, readLogSummaries } from "./read-log-summaries";
import { LOG_CHANNEL, logHead } from "./sequencer";

/** What one follower gets at once: all records from where it was up to `next`, in order. */
export interface LogTurn {
  rows: LogRow[];
  /** Position of the first record that is still to come. */
  next: number;
  /** Records that were left out because the follower was too far behind to catch up. */
  skipped: number;
}

/** Follows the global log on behalf of everybody in this process: one connection that listens, one query a turn. */
export interface LogFollower {
  /** Follows from a position (inclusive); null: from the present end. Ends when the signal aborts. */
  follow(from: number | null, signal: AbortSignal): AsyncGenerator<LogTurn>;
  /** How many are following. */
  readonly followers: number;
  close(): void;
}

const PAGE = 1_000;
/** Records kept in memory for all followers. */
const KEPT = 5_000;
/** A follower further behind than this is better served by a new search. */
const CATCH_UP = 20_000;
const POLL_MS = 1_000;
/** The follower keeps running so long after the last one left, for a page that is only being reloaded. */
const LINGER_MS = 5_000;

/** Makes the follower. It opens its connection when somebody follows, and closes it when nobody does. */
export function createLogFollower(options: { databaseUrl: string; pool: Pool; logger: Logger }): LogFollower {
  return new SharedFollower(options);
}

class SharedFollower implements LogFollower {
  readonly #options: { databaseUrl: string; pool: Pool; logger: Logger };
  readonly #waiting = new Set<() => void>();
  /** Consecutive records, ending before #next. */
  #rows: LogRow[] = [];
  #next: number | null = null;
  #followers = 0;
  #pumping = false;
  #again = false;
  #stop: (() => void) | null = null;
  #linger: NodeJS.Timeout | undefined;

  constructor(options: { databaseUrl: string; pool: Pool; logger: Logger }) {
    this.#options = options;
  }

  get followers(): number {
    return this.#followers;
  }

  close(): void {
    clearTimeout(this.#linger);
    this.#stop?.();
    this.#stop = null;
    this.#rows = [];
    this.#next = null;
  }

  async *follow(from: number | null, signal: AbortSignal): AsyncGenerator<LogTurn> {
    this.#followers++;
    try {
      this.#start();
      let next = from;
      while (!signal.aborted) {
        if (this.#next !== null) {
          next ??= this.#next;
          // A position beyond the end is of another store, or of one that was restored: start from what there is.
          if (next > this.#next) next = this.#next;
          const turn = await this.#turnFrom(next);
          if (turn) {
            next = turn.next;
            yield turn;
            continue;
          }
        }
        await this.#grown(next, signal);
      }
    } finally {
      this.#followers--;
      if (this.#followers === 0) {
        clearTimeout(this.#linger);
        this.#linger = setTimeout(() => this.#followers === 0 && this.close(), LINGER_MS).unref();
      }
    }
  }

  async #turnFrom(from: number): Promise<LogTurn | null> {
    const end = this.#next!;
    if (from >= end) return null;
    const start = this.#rows[0]?.position ?? end;
    if (from >= start) {
      const rows = this.#rows.slice(this.#rows.findIndex((row) => row.position >= from));
      return { rows: rows[0] && rows[0].position >= from ? rows : [], next: end, skipped: 0 };
    }
    if (end - from > CATCH_UP) return { rows: this.#rows.slice(), next: end, skipped: start - from };
    const rows = await readLogSummaries(this.#options.pool, from, PAGE);
    return { rows, next: Math.min(nextAfter(rows, from), end), skipped: 0 };
  }

  #start(): void {
    clearTimeout(this.#linger);
    if (this.#stop) return;
    const { databaseUrl, logger } = this.#options;
    const unlisten = listenTo(LOG_CHANNEL, databaseUrl, logger, () => this.#pump());
    const poll = setInterval(() => this.#pump(), POLL_MS).unref();
    this.#stop = () => {
      unlisten();
      clearInterval(poll);
    };
    this.#pump();
  }

  /** Takes over what the log has grown by. One at a time; a call in between makes one more round. */
  async #pump(): Promise<void> {
    this.#again = true;
    if (this.#pumping) return;
    this.#pumping = true;
    try {
      while (this.#again && this.#stop) {
        this.#again = false;
        if (await this.#advance()) this.#again = true;
      }
    } catch (error) {
      this.#options.logger.warn({ error: errorText(error) }, "log follower could not read");
    } finally {
      this.#pumping = false;
    }
  }

  async #advance(): Promise<boolean> {
    const { pool } = this.#options;
    const head = await logHead(pool);
    if (!this.#stop) return false;
    if (this.#next === null || head < this.#next) {
      this.#next = head;
      this.#rows = [];
      this.#wake();
      return false;
    }
    if (head === this.#next) return false;
    // Faster than rows can be read: the newest matter, and those left out are counted for each follower.
    const from = head - this.#next > KEPT ? head - KEPT : this.#next;
    const rows = await readLogSummaries(pool, from, Math.min(PAGE, head - from));
    const end = Math.min(nextAfter(rows, from), head);
    this.#rows = from > this.#next ? rows : [...this.#rows, ...rows].slice(-KEPT);
    this.#next = end;
    this.#wake();
    return end < head;
  }

  #wake(): void {
    for (const resolve of [...this.#waiting]) resolve();
  }

  /** Resolves when there is more than `next`, or the signal aborts. */
  #grown(next: number | null, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.#waiting.delete(done);
        signal.removeEventListener("abort", done);
        resolve();
      };
      this.#waiting.add(done);
      signal.addEventListener("abort", done);
      // It may have grown since the caller looked.
      if (signal.aborted || (this.#next !== null && next !== this.#next)) done();
    });
  }
}

/** Where to read on after one page. A page that is not full has holes (retention) or ends the log. */
function nextAfter(rows: readonly LogRow[], from: number): number {
  const last = rows.at(-1);
  if (!last) return from + PAGE;
  return rows.length === PAGE ? last.position + 1 : Math.max(last.position + 1, from + PAGE);
}
