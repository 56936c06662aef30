import type { Pool } from "pg";
import { pause } from "@/server/backoff";
import { errorText } from "@/server/errors";
import { inTransaction } from "@/server/event-store/append-batch";
import { listenTo } from "@/server/event-store/listen";
import { LOG_CHANNEL, logHead } from "@/server/event-store/sequencer";
import type { Logger } from "@/server/logger";
import { type ObservingOptions, observeArrivals } from "./observe-arrivals";
import { readDeadArrivals } from "./read-dead-arrivals";

export interface ObserverOptions extends ObservingOptions {
  databaseUrl: string;
  vhosts: readonly string[];
  pool: Pool;
  logger: Logger;
}

export interface ObserverStatus {
  /** Records of the log that were not looked at yet. */
  behind: number;
  /** Why the last turn failed, in words for a person; it is tried again. */
  error: string | null;
}

/** Records of the log in one turn, and dead letters in one. */
const PAGE = 20_000;
const MOST = 500;
/** How often to look without hearing that the log has grown. */
const EVERY_MS = 1_000;
/** Dead letters are not looked for more often than that: each turn is a transaction. */
const AT_MOST_EVERY_MS = 200;

/** Follows the log and notes the dead letters in it. Any number of workers may: one at a time does a turn. */
export class DeadLetterObserver {
  readonly #options: ObserverOptions;
  readonly #stopping = new AbortController();
  #stopListening: (() => void) | null = null;
  #running: Promise<void> | null = null;
  #heard = () => {};
  #status: ObserverStatus = { behind: 0, error: null };

  constructor(options: ObserverOptions) {
    this.#options = options;
  }

  start(): void {
    const { databaseUrl, logger } = this.#options;
    this.#stopListening = listenTo(LOG_CHANNEL, databaseUrl, logger, () => this.#heard());
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopListening?.();
    this.#stopping.abort();
    this.#heard();
    await this.#running;
  }

  get status(): ObserverStatus {
    return this.#status;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      let more = false;
      try {
        more = await this.turn();
      } catch (error) {
        const reason = errorText(error);
        if (reason !== this.#status.error)
          this.#options.logger.warn({ reason }, "dead letters cannot be noted now, trying again");
        this.#status = { ...this.#status, error: reason };
      }
      if (!more) await this.#grown();
      else if (!signal.aborted) await pause(1, signal);
    }
  }

  /** One turn. @returns whether there is more to do at once */
  async turn(): Promise<boolean> {
    const { pool, vhosts, map } = this.#options;
    // What a virtual host looks like says where its dead letters went.
    if (vhosts.some((vhost) => !map.known(vhost))) return false;
    const head = await logHead(pool);
    const client = await pool.connect();
    try {
      return await inTransaction(client, async () => {
        const { rows } = await client.query<{ position: string }>(
          "SELECT position FROM dead_letter_observer FOR UPDATE SKIP LOCKED",
        );
        if (!rows[0]) return false;
        const from = Number(rows[0].position);
        const to = Math.min(head, from + PAGE);
        this.#status = { behind: Math.max(0, head - from), error: null };
        if (from >= to) return false;
        const feeders = vhosts.flatMap((vhost) =>
          map.feeders(vhost).map((exchange) => ({ vhost, exchange })),
        );
        const arrivals = await readDeadArrivals(client, { from, to, limit: MOST }, feeders);
        await observeArrivals(client, arrivals, this.#options);
        const next = arrivals.length === MOST ? arrivals.at(-1)!.position + 1 : to;
        await client.query("UPDATE dead_letter_observer SET position = $1, seen_at = clock_timestamp()", [
          next,
        ]);
        this.#status = { behind: Math.max(0, head - next), error: null };
        return next < head;
      });
    } finally {
      client.release();
    }
  }

  /** Waits until the log may have grown. */
  async #grown(): Promise<void> {
    const { signal } = this.#stopping;
    await pause(AT_MOST_EVERY_MS, signal);
    if (signal.aborted) return;
    const over = new AbortController();
    this.#heard = () => over.abort();
    await pause(EVERY_MS, over.signal);
  }
}
