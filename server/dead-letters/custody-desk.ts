import type { Pool } from "pg";
import { pause } from "@/server/backoff";
import { errorText } from "@/server/errors";
import { Custodian, type CustodianOptions, type CustodianStatus } from "./custodian";
import { claimQueues, renewLeases } from "./custody-lease";

export interface DeskOptions extends Omit<CustodianOptions, "exclusive" | "leaseMs"> {
  vhosts: readonly string[];
  /** Whether it is known what a virtual host looks like: else nobody can tell what its messages died of. */
  known: (vhost: string) => boolean;
  /** Whether a queue's kind lets one consumer keep all others out. */
  mayExclude: (vhost: string, queue: string) => boolean;
  leaseMs?: number;
  lookEveryMs?: number;
}

const LEASE_MS = 3_000;
const LOOK_EVERY_MS = 1_000;
/** Each has a connection to the broker; what is beyond is another worker's, or waits. */
const MOST_QUEUES = 200;

/** Holds the dead-letter queues that are to be held and that no other worker holds. */
export class CustodyDesk {
  readonly #options: DeskOptions;
  readonly #stopping = new AbortController();
  readonly #custodians = new Map<string, Custodian>();
  #running: Promise<void> | null = null;
  #error: string | null = null;

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Finishes the batches at hand and gives the queues back. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    await Promise.all([...this.#custodians.values()].map((custodian) => custodian.stop()));
  }

  status(): CustodianStatus[] {
    return [...this.#custodians.values()].map((custodian) => custodian.status());
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        await this.#look(this.#options.pool);
        this.#error = null;
      } catch (error) {
        const reason = errorText(error);
        if (reason !== this.#error)
          this.#options.logger.warn({ reason }, "cannot see to the dead-letter queues");
        this.#error = reason;
      }
      await pause(this.#options.lookEveryMs ?? LOOK_EVERY_MS, signal);
    }
  }

  async #look(pool: Pool): Promise<void> {
    const { holder, leaseMs = LEASE_MS } = this.#options;
    const vhosts = this.#options.vhosts.filter(this.#options.known);
    await this.#renew(pool, leaseMs);
    const most = MOST_QUEUES - this.#custodians.size;
    if (most <= 0) return;
    for (const lease of await claimQueues(pool, { vhosts, holder, leaseMs, most })) {
      const key = keyOf(lease);
      // Our own lease ran out while we could not renew it: what we had of the queue is fenced off.
      this.#custodians.get(key)?.stop();
      const exclusive = this.#options.mayExclude(lease.vhost, lease.queue);
      const custodian = new Custodian(lease, { ...this.#options, leaseMs, exclusive });
      this.#custodians.set(key, custodian);
      custodian.done.then(() => {
        if (this.#custodians.get(key) === custodian) this.#custodians.delete(key);
      });
    }
  }

  /** What is another's now, or is not to be held any more, is let go. */
  async #renew(pool: Pool, leaseMs: number): Promise<void> {
    const mine = [...this.#custodians.values()].map((custodian) => ({ custodian, lease: custodian.lease }));
    if (mine.length === 0) return;
    const renewed = await renewLeases(
      pool,
      mine.map(({ lease }) => lease),
      leaseMs,
    );
    for (const { custodian, lease } of mine) {
      const now = renewed.find((it) => keyOf(it) === keyOf(lease));
      // A custodian that has just raised its epoch is looked at the next time.
      if (custodian.lease.epoch !== lease.epoch) continue;
      if (!now?.wanted || now.custody !== lease.custody) custodian.stop().catch(() => {});
    }
  }
}

const keyOf = ({ vhost, queue }: { vhost: string; queue: string }) => `${vhost}\0${queue}`;
