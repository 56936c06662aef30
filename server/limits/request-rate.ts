import { SillageError } from "@/server/errors";

/** How fast one principal may ask: so many at once, and so many a second for as long as they like. */
export interface Rate {
  burst: number;
  perSecond: number;
}

/** Buckets are forgotten when they are full again; this many are looked through at once at most. */
const SWEEP_ABOVE = 10_000;

/**
 * A token bucket for each principal, in this process: with several web processes each gives the whole rate, so the
 * setting is for one. Pure but for the clock that it is given.
 */
export class RequestRate {
  readonly #rate: Rate;
  readonly #now: () => number;
  readonly #buckets = new Map<string, { tokens: number; at: number }>();

  /** @param now milliseconds of a clock that never goes back */
  constructor(rate: Rate, now: () => number = () => performance.now()) {
    this.#rate = rate;
    this.#now = now;
  }

  /**
   * Takes one request from the bucket of `key`.
   * @throws SillageError TOO_MANY_REQUESTS with `details.retryAfter` in whole seconds.
   */
  take(key: string): void {
    const { burst, perSecond } = this.#rate;
    const now = this.#now();
    const known = this.#buckets.get(key) ?? { tokens: burst, at: now };
    const tokens = Math.min(burst, known.tokens + ((now - known.at) / 1_000) * perSecond);
    if (tokens < 1) {
      this.#buckets.set(key, { tokens, at: now });
      const retryAfter = Math.max(1, Math.ceil((1 - tokens) / perSecond));
      throw new SillageError("TOO_MANY_REQUESTS", `Too many requests. Try again in ${retryAfter} s.`, {
        details: { retryAfter },
      });
    }
    this.#buckets.set(key, { tokens: tokens - 1, at: now });
    if (this.#buckets.size > SWEEP_ABOVE) this.#sweep(now);
  }

  #sweep(now: number): void {
    const { burst, perSecond } = this.#rate;
    for (const [key, { tokens, at }] of this.#buckets) {
      if (tokens + ((now - at) / 1_000) * perSecond >= burst) this.#buckets.delete(key);
    }
  }
}
