import type { ArrivalRecord } from "@/server/event-store/record";

export interface Entry {
  tag: number;
  record: ArrivalRecord;
}

/** Deliveries in hand, in order, between the socket and the store. Says when to stop reading from the broker. */
export class Inbox {
  #entries: Entry[] = [];
  #bytes = 0;
  #wake: (() => void) | null = null;
  #ended = false;
  readonly #onFull: (full: boolean) => void;
  readonly #maxBytes: number;
  #full = false;

  /** @param onFull called with true when more than `maxBytes` of bodies wait, with false when half of that is gone */
  constructor(maxBytes: number, onFull: (full: boolean) => void) {
    this.#maxBytes = maxBytes;
    this.#onFull = onFull;
  }

  get size(): number {
    return this.#entries.length;
  }

  /** More bytes in hand than the budget allows. */
  get full(): boolean {
    return this.#full;
  }

  get oldestReceivedAt(): number | null {
    return this.#entries[0]?.record.receivedAt ?? null;
  }

  put(entry: Entry): void {
    if (this.#ended) return;
    this.#entries.push(entry);
    this.#bytes += weight(entry);
    if (!this.#full && this.#bytes > this.#maxBytes) {
      this.#full = true;
      this.#onFull(true);
    }
    this.#wakeUp();
  }

  /** Nothing more will come: whoever waits goes on, and what is in hand is dropped (the broker will deliver it again). */
  end(): void {
    this.#ended = true;
    this.#entries = [];
    this.#bytes = 0;
    // Whoever closes the channel waits for an answer: it must be read.
    if (this.#full) {
      this.#full = false;
      this.#onFull(false);
    }
    this.#wakeUp();
  }

  /** The entry at a place, if it is there already. */
  at(place: number): Entry | undefined {
    return this.#entries[place];
  }

  /** Waits until more than `count` entries are in hand. False when the inbox has ended or `ms` passed without news. */
  async waitFor(count: number, ms?: number): Promise<boolean> {
    while (!this.#ended && this.#entries.length <= count) {
      const heard = await new Promise<boolean>((resolve) => {
        const timer = ms === undefined ? undefined : setTimeout(() => resolve(false), ms);
        this.#wake = () => {
          clearTimeout(timer);
          resolve(true);
        };
      });
      if (!heard) return false;
    }
    return !this.#ended;
  }

  /** Takes entries from the front: at most `count` of them, and no more than fit `maxBytes` beyond the first. */
  take(count: number, maxBytes = Number.POSITIVE_INFINITY): Entry[] {
    let n = 0;
    let bytes = 0;
    while (n < count && n < this.#entries.length) {
      bytes += weight(this.#entries[n]!);
      if (n > 0 && bytes > maxBytes) break;
      n++;
    }
    const taken = this.#entries.splice(0, n);
    for (const entry of taken) this.#bytes -= weight(entry);
    if (this.#full && this.#bytes < this.#maxBytes / 2) {
      this.#full = false;
      this.#onFull(false);
    }
    return taken;
  }

  #wakeUp(): void {
    const wake = this.#wake;
    this.#wake = null;
    wake?.();
  }
}

/** Bytes that an entry keeps in memory: its body and a measured allowance for everything read from it. */
function weight(entry: Entry): number {
  return (entry.record.body?.bytes.length ?? 0) + entry.record.rawProperties.length + 1_500;
}
