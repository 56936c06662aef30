/**
 * How many messages one transaction takes: as many as commit within the aim, so that a fast database gets large
 * batches and a slow one keeps latency and memory in bounds. Doubles when quick, halves when slow.
 */
export class BatchSize {
  static readonly least = 100;
  static readonly most = 2_000;
  static readonly aimMs = 400;
  #size = 1_000;

  get current(): number {
    return this.#size;
  }

  /** Learns from a batch. Only a full one says anything about larger ones. */
  learn(stored: number, ms: number): void {
    if (ms > BatchSize.aimMs) this.#size = Math.max(BatchSize.least, Math.floor(this.#size / 2));
    else if (stored >= this.#size && ms < BatchSize.aimMs / 2) {
      this.#size = Math.min(BatchSize.most, this.#size * 2);
    }
  }
}
