/**
 * One answer for everybody who asks within a few seconds: reading the broker's statistics is felt by publishers
 * (docs/decisions/0008), so it must not depend on how many people look. Nothing is read while nobody asks.
 */
export class SharedReading<T> {
  readonly #read: () => Promise<T>;
  readonly #keepMs: number;
  readonly #now: () => number;
  #answer: { at: number; value: Promise<T> } | null = null;

  constructor(read: () => Promise<T>, keepMs: number, now: () => number = () => performance.now()) {
    this.#read = read;
    this.#keepMs = keepMs;
    this.#now = now;
  }

  /** The last answer, a failed one too, while it is young enough; else a new one. @throws what `read` throws */
  get(): Promise<T> {
    const now = this.#now();
    if (this.#answer === null || now - this.#answer.at >= this.#keepMs) {
      this.#answer = { at: now, value: this.#read() };
    }
    return this.#answer.value;
  }
}
