import type { ClientBase, Pool } from "pg";
import { pause } from "@/server/backoff";
import type { BrokerTarget } from "@/server/broker/connection";
import { QueueDepths } from "@/server/broker/queue-depths";
import { errorText } from "@/server/errors";
import type { Logger } from "@/server/logger";
import type { DeadLetterMap } from "./dead-letter-map";
import { markGone } from "./mark-gone";
import { readCustodies, readDiedInto, saveDepths, saveQueues } from "./queue-rows";

export interface QueueWatchOptions {
  target: BrokerTarget;
  vhosts: readonly string[];
  pool: Pool;
  map: DeadLetterMap;
  isOwned: (vhost: string, queue: string) => boolean;
  logger: Logger;
  everyMs?: number;
}

const EVERY_MS = 10_000;
/** What died while we were counting may be on its way still. */
const ON_ITS_WAY_MS = 10_000;
/** Where somebody consumes, what waits nowhere may be in hand. */
const IN_HAND_MS = 10 * 60_000;
/** Any number that no other advisory lock of ours uses as its first half. */
const LOCK_CLASS = 746_172;

/**
 * Looks for dead-letter queues and counts what waits in them, every few seconds. What the broker looks like is what the
 * taps have read anyway; one worker writes it down for all.
 */
export class QueueWatch {
  readonly #options: QueueWatchOptions;
  readonly #depths: QueueDepths;
  readonly #stopping = new AbortController();
  #running: Promise<void> | null = null;
  readonly #problems = new Map<string, string>();

  constructor(options: QueueWatchOptions) {
    this.#options = options;
    this.#depths = new QueueDepths(options.target);
  }

  start(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    await this.#depths.close();
  }

  /** Why the queues of a virtual host are not known now, by its name. */
  get problems(): ReadonlyMap<string, string> {
    return this.#problems;
  }

  async #run(): Promise<void> {
    const { vhosts, logger, everyMs = EVERY_MS } = this.#options;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      for (const vhost of vhosts) {
        try {
          await this.look(vhost);
          this.#problems.delete(vhost);
        } catch (error) {
          const reason = errorText(error);
          if (this.#problems.get(vhost) !== reason)
            logger.warn({ vhost, reason }, "dead-letter queues cannot be looked at now");
          this.#problems.set(vhost, reason);
        }
      }
      await pause(this.#unknown() ? Math.min(everyMs, 500) : everyMs, signal);
    }
  }

  /** Looks at one virtual host now. Does nothing before the taps have read it, or while another worker does the same. */
  async look(vhost: string): Promise<void> {
    const client = await this.#options.pool.connect();
    try {
      const { rows } = await client.query<{ mine: boolean }>(
        "SELECT pg_try_advisory_lock($1, hashtext($2)) AS mine",
        [LOCK_CLASS, vhost],
      );
      if (rows[0]!.mine) {
        await this.#note(client, vhost);
        await client.query("SELECT pg_advisory_unlock($1, hashtext($2))", [LOCK_CLASS, vhost]);
      }
      client.release();
    } catch (error) {
      // Closing the connection frees the lock, whatever state it is in.
      client.release(true);
      throw error;
    }
  }

  async #note(client: ClientBase, vhost: string): Promise<void> {
    const { map, isOwned } = this.#options;
    const found = map.find(vhost, await readDiedInto(client, vhost));
    if (!found) return;
    const queues = found.map(({ name }) => name);
    await saveQueues(client, { vhost, queues: found, isOwned: (queue) => isOwned(vhost, queue) });
    const startedAt = Date.now();
    const counts = await this.#depths.read(vhost, queues);
    await saveDepths(client, vhost, counts);
    for (const { name, custody } of await readCustodies(client, vhost)) {
      const count = counts.get(name);
      if (custody === "hold" || count?.ready !== 0) continue;
      const slack = count.consumers > 0 ? IN_HAND_MS : ON_ITS_WAY_MS;
      await markGone(client, { vhost, queue: name }, [], new Date(startedAt - slack));
    }
  }

  #unknown(): boolean {
    return this.#options.vhosts.some((vhost) => !this.#options.map.known(vhost));
  }
}
