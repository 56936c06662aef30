/** What the ingest of one queue says of itself. */
export interface Pressure {
  /** Messages in the queue that were not delivered to us yet; null when not known. */
  ready: number | null;
  /** Age of the oldest message in hand that is not committed. */
  lagSeconds: number;
}

/**
 * How much of the processor the worker and the database's side of it take. idle: what nobody else wants; fair: as much as any
 * other program; whole: as much as each of their processes would by itself.
 */
export type Share = "idle" | "fair" | "whole";

/** Beyond what one hiccup of a busy machine makes: our whole share costs publishers far more than a list that is a second late. */
const LAG_SECONDS = 2;
const READY = 4_000;
/** How often it is decided. */
export const DECIDE_EVERY_MS = 250;
/** A decision that comes so late says that this process hardly gets the processor. */
const LATE_MS = 1_000;
/** It must have kept up for so long, and for twice as long each time that it fell behind while it gave way: up to a minute, until it gave way for that long. */
const KEPT_UP_MS = 3_000;
const KEPT_UP_MOST_MS = 60_000;
/** A hiccup: what has just come is late already. A fair share catches up, and a publisher feels that far less than the whole. */
const HICCUP_SECONDS = 0.4;
const HICCUP_LATE_MS = 250;
const HICCUP_LASTS_MS = 1_000;

/**
 * Decides whether the worker gives way to everything else on the machine: only while it keeps up. Whoever gives way gets next to
 * nothing of a machine that is full, and the audit queue is bounded: falling behind would end in a gap. Through a hiccup it
 * takes a fair share for a moment.
 */
export class GiveWay {
  #keptUpSince: number | null = null;
  #last: number | null = null;
  #giving = false;
  #needed = KEPT_UP_MS;
  #fairUntil = Number.NEGATIVE_INFINITY;

  /** @param now milliseconds that never go back */
  decide(queues: readonly Pressure[], now: number): Share {
    const late = this.#last === null ? 0 : now - this.#last - DECIDE_EVERY_MS;
    const starved = late > LATE_MS;
    this.#last = now;
    if (late > HICCUP_LATE_MS || queues.some(({ lagSeconds }) => lagSeconds > HICCUP_SECONDS))
      this.#fairUntil = now + HICCUP_LASTS_MS;
    const behind = queues.some(({ ready, lagSeconds }) => lagSeconds > LAG_SECONDS || (ready ?? 0) > READY);
    if (behind || starved) {
      if (this.#giving) this.#needed = Math.min(KEPT_UP_MOST_MS, 2 * this.#needed);
      this.#keptUpSince = null;
      this.#giving = false;
    } else {
      this.#keptUpSince ??= now;
      const keptUp = now - this.#keptUpSince;
      this.#giving = keptUp >= this.#needed;
      if (keptUp >= this.#needed + KEPT_UP_MOST_MS) this.#needed = KEPT_UP_MS;
    }
    if (!this.#giving) return "whole";
    return now < this.#fairUntil ? "fair" : "idle";
  }
}
