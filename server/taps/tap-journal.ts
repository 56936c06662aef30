import type { Pool } from "pg";
import type { Clock } from "@/server/clock";
import { errorText } from "@/server/errors";
import type { Logger } from "@/server/logger";
import { Leadership } from "./leadership";
import type { TapStatus } from "./taps-schemas";
import {
  type ExchangeState,
  loadExchanges,
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
  readonly #leadership: Leadership;
  #next: TapSnapshot | null = null;
  #ended = new Set<string>();
  #retapped = new Set<string>();
  #running: Promise<void> | null = null;
  #saved: Map<string, string> | null = null;

  constructor(
    pool: Pool,
    private readonly vhost: string,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    this.#leadership = new Leadership(pool, vhost);
  }

  /** Whether this worker is the one that writes. */
  get leading(): boolean {
    return this.#leadership.leading;
  }

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
    this.#next = snapshot;
    this.#running ??= this.#write().finally(() => {
      this.#running = null;
    });
  }

  /** Finishes what is being written and lets another worker write. */
  async close(): Promise<void> {
    while (this.#running) await this.#running;
    await this.#leadership.resign();
  }

  async #write(): Promise<void> {
    for (let snapshot = this.#take(); snapshot; snapshot = this.#take()) {
      try {
        await this.#writeOne(snapshot);
      } catch (error) {
        // The next snapshot, at the latest in a few seconds, is written whole.
        this.#saved = null;
        await this.#leadership.resign();
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

  async #writeOne(snapshot: TapSnapshot): Promise<void> {
    const wasLeading = this.#leadership.leading;
    const client = await this.#leadership.lead();
    const ended = [...this.#ended];
    const retapped = [...this.#retapped];
    if (client && snapshot.exchanges) {
      const now = this.clock();
      const known = wasLeading ? this.#saved : null;
      const before = known ? null : await loadExchanges(client, this.vhost);
      const present = new Set(snapshot.exchanges.map((x) => x.name));
      const vanished = before
        ? [...before.values()].filter((x) => !x.deleted && !present.has(x.name)).map((x) => x.name)
        : [...(known?.keys() ?? [])].filter((name) => !present.has(name));
      const gone = [...new Set([...ended, ...vanished])];
      const changed = snapshot.exchanges.filter(
        (x) => gone.includes(x.name) || known?.get(x.name) !== JSON.stringify(x),
      );
      await client.query("BEGIN");
      if (gone.length > 0) await markDeleted(client, this.vhost, gone, now);
      if (changed.length > 0) await saveExchanges(client, this.vhost, changed, now);
      if (retapped.length > 0) await markRetapped(client, this.vhost, retapped, now);
      await saveTapStatus(client, snapshot.status, now);
      await client.query("COMMIT");
      this.#saved = new Map(snapshot.exchanges.map((x) => [x.name, JSON.stringify(x)]));
    } else if (client) {
      await saveTapStatus(client, snapshot.status, this.clock());
    }
    for (const name of ended) this.#ended.delete(name);
    for (const name of retapped) this.#retapped.delete(name);
  }
}
