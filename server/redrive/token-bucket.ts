/** How many messages may be sent now at a rate: a tenth of a second's worth may come at once. Pure but for its clock. */
export class TokenBucket {
  readonly #now: () => number;
  #rate: number | null;
  #tokens = 0;
  #at: number;

  /** @param now milliseconds; @param rate messages a second, null: no limit */
  constructor(now: () => number, rate: number | null) {
    this.#now = now;
    this.#rate = rate;
    this.#at = now();
    this.#tokens = this.#most;
  }

  set rate(rate: number | null) {
    this.#fill();
    this.#rate = rate;
    this.#tokens = Math.min(this.#tokens, this.#most);
  }

  /** Takes up to `wanted`. @returns how many may be sent now */
  take(wanted: number): number {
    if (this.#rate === null) return wanted;
    this.#fill();
    const taken = Math.min(wanted, Math.floor(this.#tokens));
    this.#tokens -= taken;
    return taken;
  }

  /** Milliseconds until one may be sent. */
  get waitMs(): number {
    if (this.#rate === null) return 0;
    this.#fill();
    return this.#tokens >= 1 ? 0 : ((1 - this.#tokens) / this.#rate) * 1_000;
  }

  get #most(): number {
    return this.#rate === null ? 0 : Math.max(1, this.#rate / 10);
  }

  #fill(): void {
    const now = this.#now();
    if (this.#rate !== null) {
      this.#tokens = Math.min(this.#most, this.#tokens + ((now - this.#at) / 1_000) * this.#rate);
    }
    this.#at = now;
  }
}
