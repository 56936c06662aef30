/** Waits that grow from `firstMs` to `mostMs`, each shortened by chance by up to a half, so that many who lost the same server do not come back at once. */
export class Backoff {
  readonly #firstMs: number;
  readonly #mostMs: number;
  readonly #random: () => number;
  #failures = 0;

  constructor(firstMs: number, mostMs: number, random: () => number = Math.random) {
    this.#firstMs = firstMs;
    this.#mostMs = mostMs;
    this.#random = random;
  }

  /** Milliseconds to wait after one more failure. */
  next(): number {
    const whole = Math.min(this.#mostMs, this.#firstMs * 2 ** this.#failures);
    this.#failures++;
    return whole * (1 - this.#random() / 2);
  }

  /** It worked: begin again with the shortest wait. */
  reset(): void {
    this.#failures = 0;
  }
}

/** Waits, or ends at once when the signal says so, or when `woken` resolves. Leaves nothing on the signal. */
export function pause(ms: number, signal: AbortSignal, woken?: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done);
    void woken?.then(done);
  });
}

/**
 * Tries until it works: for a start that needs something which may be away just now. Ends early, with undefined, when
 * the signal says so.
 * @param onFailure told of each failure before the wait; throws for those that trying again cannot mend
 */
export async function keepTrying<T>(
  work: () => Promise<T>,
  options: { onFailure: (error: unknown) => void; signal: AbortSignal; backoff?: Backoff },
): Promise<T | undefined> {
  const backoff = options.backoff ?? new Backoff(200, 5_000);
  while (!options.signal.aborted) {
    try {
      return await work();
    } catch (error) {
      options.onFailure(error);
      await pause(backoff.next(), options.signal);
    }
  }
  return undefined;
}
