import { type DeliveryDigest, DIGEST_BYTES, isTransient } from "@/server/event-store/delivery-digest";

/**
 * Finds out which of the first deliveries of a new consumer were stored before.
 *
 * When a consumer dies between COMMIT and ack, the broker delivers again what it never saw acked: in the old order,
 * before anything newer. So the deliveries that are stored already are exactly the longest beginning of what arrives
 * now that equals the end of what was committed (`tail`). Whether a message carries an id does not matter, and equal
 * messages that really were published twice are kept: they stand beyond the end of the tail.
 * Persistent messages survive the broker's own death and transient ones do not, so a transient delivery in the tail
 * may be missing from what arrives.
 *
 * Pure; one instance for one consumer. Feed it deliveries in order until `settled`.
 */
export class RedeliveryAligner {
  /** The digests as pairs of words: a tail of equal messages makes for many comparisons. */
  readonly #tail: Uint32Array;
  readonly #deliveries: number;
  /** Places in the tail that would explain everything seen so far: index of the delivery expected next. */
  #candidates: number[] | null = null;
  #seen = 0;
  #known = 0;
  #settled: boolean;
  #certain = false;
  readonly #inDoubt: number;
  readonly #brokerDied: boolean;

  /**
   * @param tail digests of committed deliveries, oldest first, `DIGEST_BYTES` each
   * @param inDoubt how many at its end the broker may not have taken the ack of; the acks of older ones it had taken,
   * and only its own death can undo that. Equal messages alone do not say that it happened: beyond `inDoubt` a match
   * counts only with a message in it that stands in the tail once.
   * @param brokerDied whether it may have: then transient messages may be missing from what arrives
   */
  constructor(tail: Buffer, inDoubt = tail.length / DIGEST_BYTES, brokerDied = true) {
    this.#inDoubt = inDoubt;
    this.#brokerDied = brokerDied;
    this.#tail = words(tail);
    this.#deliveries = tail.length / DIGEST_BYTES;
    this.#settled = this.#deliveries === 0;
  }

  /** Whether it is decided how many of the first deliveries are known. */
  get settled(): boolean {
    return this.#settled;
  }

  /** How many of the deliveries fed so far, from the first on, were stored before. Final once `settled`. */
  get known(): number {
    return this.#known;
  }

  /** Whether all deliveries fed so far may be taken for known, though the end of the tail is not reached yet. */
  get certain(): boolean {
    return this.#certain && !this.#settled;
  }

  /** The next delivery in order. One that was never delivered before ends the search: it and all after it are new. */
  push(digest: DeliveryDigest, redelivered: boolean): void {
    if (this.#settled) return;
    if (!redelivered) {
      this.#settled = true;
      return;
    }
    this.#candidates = this.#candidates === null ? this.#startingPlaces(digest) : this.#advance(digest);
    this.#seen++;
    this.#certain ||= this.#candidates.length === 1 && this.#standsOnce(digest);
    // The earliest candidate explains the most deliveries; one that reached the end of the tail is complete.
    if ((this.#certain || this.#seen <= this.#inDoubt) && this.#candidates.some((next) => this.#endsAt(next)))
      this.#known = this.#seen;
    this.#candidates = this.#candidates.filter((next) => next < this.#deliveries);
    if (this.#candidates.length === 0) this.#settled = true;
  }

  /** No more redeliveries will come: what is known now is final. */
  finish(): void {
    this.#settled = true;
  }

  #standsOnce(digest: DeliveryDigest): boolean {
    let count = 0;
    for (let at = 0; at < this.#deliveries && count < 2; at++) if (this.#is(at, digest)) count++;
    return count === 1;
  }

  #startingPlaces(digest: DeliveryDigest): number[] {
    const places: number[] = [];
    for (let at = 0; at < this.#deliveries; at++) if (this.#is(at, digest)) places.push(at + 1);
    return places;
  }

  #advance(digest: DeliveryDigest): number[] {
    const next: number[] = [];
    for (const from of this.#candidates!) {
      let at = from;
      while (at < this.#deliveries && !this.#is(at, digest) && this.#isTransient(at)) at++;
      // Two candidates may meet behind a gap of transient deliveries; they stay in order, so the last one tells.
      if (at < this.#deliveries && this.#is(at, digest) && next.at(-1) !== at + 1) next.push(at + 1);
    }
    return next;
  }

  #endsAt(next: number): boolean {
    let at = next;
    while (at < this.#deliveries && this.#isTransient(at)) at++;
    return at === this.#deliveries;
  }

  #is(at: number, digest: DeliveryDigest): boolean {
    return this.#tail[2 * at] === digest[0] && this.#tail[2 * at + 1] === digest[1];
  }

  #isTransient(at: number): boolean {
    return this.#brokerDied && isTransient(this.#tail[2 * at]!);
  }
}

function words(digests: Buffer): Uint32Array {
  const out = new Uint32Array(digests.length / 4);
  for (let i = 0; i < out.length; i++) out[i] = digests.readUInt32BE(i * 4);
  return out;
}
