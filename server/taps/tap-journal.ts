import type { ClientBase } from "pg";
import type { Clock } from "@/server/clock";
import { storable } from "@/server/envelopes/text";
import { errorText } from "@/server/errors";
import type { Logger } from "@/server/logger";
import type { Leadership } from "./leadership";
import type { TapStatus } from "./taps-schemas";
import {
  type ExchangeState,
  loadLiving,
  markDeleted,
  markRetapped,
  saveExchanges,
  saveTapStatus,
} from "./taps-store";

/** What a look at the broker found. */
export interface TapSnapshot {
  status: TapStatus;
  /** Null when the broker could not be looked at. */
  exchanges: readonly ExchangeState[] | null;
}

/**
 * Writes what the tapper sees, if this worker is the one that writes. Never makes the tapper wait: while a write is
 * under way only the newest snapshot is kept, deletions and repairs are kept all.
 */
export class TapJournal {
  #next: TapSnapshot | null = null;
  #ended = new Set<string>();
  #retapped = new Set<string>();
  #running: Promise<void> | null = null;
  #saved: Map<string, string> | null = null;
  #term = 0;

  constructor(
    private readonly leadership: Leadership,
    private readonly vhost: string,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** An exchange was deleted; perhaps it exists again by now. */
  ended(name: string): void {
    this.#ended.add(name);
  }

  /** A tap that had been in force was missing and has been put back. */
  retapped(name: string): void {
    this.#retapped.add(name);
  }

  /** Records a snapshot soon. */
  record(snapshot: TapSnapshot): void {
    // A snapshot of the exchanges that waits must not be lost to one that only has a status.
    this.#next = { status: snapshot.status, exchanges: snapshot.exchanges ?? this.#next?.exchanges ?? null };
    this.#running ??= this.#write().finally(() => {
      this.#running = null;
    });
  }

  /** Finishes what is being written. */
  async close(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #write(): Promise<void> {
    for (let snapshot = this.#take(); snapshot; snapshot = this.#take()) {
      try {
        await this.#writeOne(snapshot);
      } catch (error) {
        // The next snapshot, at the latest in a few seconds, is written whole.
        this.#saved = null;
        this.logger.warn(
          { vhost: this.vhost, error: errorText(error) },
          "Could not save the state of the taps",
        );
        return;
      }
    }
  }

  #take(): TapSnapshot | null {
    const snapshot = this.#next;
    this.#next = null;
    return snapshot;
  }

  async #writeOne({ exchanges, status }: TapSnapshot): Promise<void> {
    const ended = [...this.#ended];
    const retapped = [...this.#retapped];
    await this.leadership.transaction(this.vhost, async (client, term) => {
      if (term !== this.#term) this.#saved = null;
      this.#term = term;
      const now = this.clock();
      if (exchanges) await this.#writeExchanges(client, exchanges, ended, now);
      if (retapped.length > 0) await markRetapped(client, this.vhost, retapped, now);
      await saveTapStatus(client, status, now);
    });
    // Only what was recorded together with the exchanges is done with; a worker that does not lead has nothing to record.
    if (exchanges) for (const name of ended) this.#ended.delete(name);
    for (const name of retapped) this.#retapped.delete(name);
  }

  async #writeExchanges(
    client: ClientBase,
    exchanges: readonly ExchangeState[],
    ended: readonly string[],
    now: Date,
  ): Promise<void> {
    const known = this.#saved;
    const present = new Set(exchanges.map((x) => storable(x.name)));
    const before = known ? [...known.keys()] : await loadLiving(client, this.vhost);
    const gone = new Set([...ended.map(storable), ...before.filter((name) => !present.has(name))]);
    const changed = exchanges.filter(
      (x) => gone.has(storable(x.name)) || known?.get(storable(x.name)) !== JSON.stringify(x),
    );
    if (gone.size > 0) await markDeleted(client, this.vhost, [...gone], now);
    if (changed.length > 0) await saveExchanges(client, this.vhost, changed, now);
    this.#saved = new Map(exchanges.map((x) => [storable(x.name), JSON.stringify(x)]));
  }
}
