/** What the ingest of one queue says of itself. */
export interface Pressure {
  /** Messages in the queue that were not delivered to us yet; null when not known. */
  ready: number | null;
  /** Age of the oldest message in hand that is not committed. */
  lagSeconds: number;
}

const LAG_SECONDS = 1;
const READY = 1_000;
/** How often it is decided. */
export const DECIDE_EVERY_MS = 250;
/** A decision that comes so late says that this process hardly gets the processor. */
const LATE_MS = 500;
/** It must have kept up for so long, and for longer where it fell behind because it gave way. */
const KEPT_UP_MS = 3_000;
const KEPT_UP_AGAIN_MS = 60_000;

/**
 * Decides whether the worker gives way to everything else on the machine: only while it keeps up. Whoever gives way gets next to
 * nothing of a machine that is full, and the audit queue is bounded: falling behind would end in a gap.
 */
export class GiveWay {
  #keptUpSince: number | null = null;
  #last: number | null = null;
  #giving = false;
  #needed = KEPT_UP_MS;

  /** @param now milliseconds that never go back */
  decide(queues: readonly Pressure[], now: number): boolean {
    const starved = this.#last !== null && now - this.#last > DECIDE_EVERY_MS + LATE_MS;
    this.#last = now;
    const behind = queues.some(({ ready, lagSeconds }) => lagSeconds > LAG_SECONDS || (ready ?? 0) > READY);
    if (behind || starved) {
      if (this.#giving) this.#needed = KEPT_UP_AGAIN_MS;
      this.#keptUpSince = null;
      this.#giving = false;
    } else {
      this.#keptUpSince ??= now;
      this.#giving = now - this.#keptUpSince >= this.#needed;
    }
    return this.#giving;
  }
}
