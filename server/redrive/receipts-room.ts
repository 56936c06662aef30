import type { AuditQueueLimits } from "@/server/broker/plumbing";

/** So much of the audit queue may be filled by what a redrive sends. */
const SHARE = 4;
/** More would only lie in the broker's memory: the store takes them no faster. */
const MOST_WAITING = 20_000;
/** The broker is asked no more often. */
const LOOK_MS = 1_000;

/**
 * Tells whether the audit queue has room for more receipts. It is bounded, and drops its oldest: a redrive that is faster
 * than the ingest must not make it forget what others published.
 */
export class ReceiptsRoom {
  readonly #limits: AuditQueueLimits;
  readonly #now: () => number;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #messages = 0;
  #bytes = 0;

  /** @param now milliseconds that never go back */
  constructor(limits: AuditQueueLimits, now: () => number = () => performance.now()) {
    this.#limits = limits;
    this.#now = now;
  }

  /** Notes what was sent: what waits in the queue is taken to be as large. */
  sent(messages: readonly { body: Uint8Array; properties: Uint8Array }[]): void {
    this.#messages += messages.length;
    for (const { body, properties } of messages) this.#bytes += body.length + properties.length;
  }

  /**
   * Looks, at most once a second, how many messages wait.
   * @param waiting asks the broker; null where nobody tells: then nothing is held back
   * @returns how many wait, when those are too many; else null
   */
  async tooMany(waiting: () => Promise<number | null>): Promise<number | null> {
    if (this.#now() - this.#lookedAt < LOOK_MS) return null;
    const count = await waiting();
    const most = this.most;
    if (count !== null && count > most) return count;
    this.#lookedAt = this.#now();
    return null;
  }

  /** How many messages may wait. */
  get most(): number {
    const { maxMessages, maxBytes } = this.#limits;
    const mean = this.#messages === 0 ? 1 : Math.max(1, this.#bytes / this.#messages);
    return Math.min(MOST_WAITING, maxMessages / SHARE, maxBytes / mean / SHARE);
  }
}
