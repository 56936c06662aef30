/** A batch of so many records comes of more than a trickle. */
const MANY = 200;
const LASTS_MS = 1_000;

/** Whether the ingest of this process has much to do: what else runs on its thread then steps back. */
export class BusyIngest {
  readonly #now: () => number;
  #until = Number.NEGATIVE_INFINITY;

  /** @param now milliseconds that never go back */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Notes that a batch was stored. */
  stored(records: number): void {
    if (records >= MANY) this.#until = this.#now() + LASTS_MS;
  }

  get busy(): boolean {
    return this.#now() < this.#until;
  }
}
