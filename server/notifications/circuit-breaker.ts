/**
 * closed: mails go out; open: the mail server failed so often that it is left alone for a while; half-open: one mail
 * tries whether it is back.
 */
export const BREAKER_STATES = ["closed", "open", "half-open"] as const;
export type BreakerState = (typeof BREAKER_STATES)[number];

/** What is shown of a breaker. Times are ISO text. */
export interface BreakerStatus {
  state: BreakerState;
  /** Failures in a row. */
  failures: number;
  /** When the next mail may try; null while it is closed. */
  nextTrialAt: string | null;
  /** What failed last, in words for a person. */
  error: string | null;
}

/** Failures in a row that open it. */
const OPENS_AFTER = 5;
const OPEN_MS = 10_000;

/**
 * Keeps a server that is down from being asked again and again. Only failures of the server as a whole count: one that
 * refuses a single recipient works.
 */
export class CircuitBreaker {
  readonly #now: () => number;
  #failures = 0;
  #error: string | null = null;
  #openUntil: number | null = null;
  #trying = false;

  /** @param now milliseconds since 1970 */
  constructor(now: () => number) {
    this.#now = now;
  }

  get status(): BreakerStatus {
    return {
      state: this.#state(),
      failures: this.#failures,
      nextTrialAt: this.#openUntil === null ? null : new Date(this.#openUntil).toISOString(),
      error: this.#error,
    };
  }

  /**
   * Asks whether one may try now. Whoever may has to say afterwards what came of it.
   * @returns 0 when one may, else how long not, in milliseconds
   */
  ask(): number {
    switch (this.#state()) {
      case "closed":
        return 0;
      case "open":
        return Math.max(1, this.#openUntil! - this.#now());
      case "half-open":
        // One tries for all; the others come back when it will be known.
        if (this.#trying) return OPEN_MS;
        this.#trying = true;
        return 0;
    }
  }

  /** Nothing was tried after all. */
  abandoned(): void {
    this.#trying = false;
  }

  /** The server answered. */
  worked(): void {
    this.#failures = 0;
    this.#error = null;
    this.#openUntil = null;
    this.#trying = false;
  }

  /** The server could not be used. */
  failed(error: string): void {
    this.#failures++;
    this.#error = error;
    this.#trying = false;
    if (this.#openUntil !== null || this.#failures >= OPENS_AFTER) this.#openUntil = this.#now() + OPEN_MS;
  }

  #state(): BreakerState {
    if (this.#openUntil === null) return "closed";
    return this.#openUntil > this.#now() ? "open" : "half-open";
  }
}
