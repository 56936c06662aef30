import type { ClientBase } from "pg";
import { inTransaction } from "@/server/event-store/append-batch";
import { dataFailure } from "@/server/ingest/store-failure";
import { batchCommitted, type CustodyLease, proveLease } from "./custody-lease";
import type { DeadLetterEntry } from "./prepare-dead-letter";
import { storeDeadLetters } from "./store-dead-letters";

/** An entry, and what is kept of it where PostgreSQL refuses the whole: its bytes. */
export interface Taken {
  tag: number;
  entry: DeadLetterEntry;
  bare: () => DeadLetterEntry;
}

/** What became of messages that were to be stored. */
export interface CustodyOutcome {
  /** The last batch; 0 when nothing was stored. */
  throughBatch: number;
  /** Tags of messages that cannot be stored in any form, and why. */
  refused: { tag: number; reason: string }[];
}

const NOTHING: CustodyOutcome = { throughBatch: 0, refused: [] };

/** Messages on their way into custody. Survives a lost connection: `store` may be called again with a new client. */
export class CustodyBatch {
  readonly #taken: readonly Taken[];
  readonly #lease: CustodyLease;
  #batch: number | null = null;
  #tried = false;
  #bare = false;
  #halves: [CustodyBatch, CustodyBatch] | null = null;
  #done: CustodyOutcome | null = null;

  constructor(taken: readonly Taken[], lease: CustodyLease) {
    this.#taken = taken;
    this.#lease = lease;
  }

  /**
   * Stores the messages, exactly once over all calls; each part is committed when it returns. One that the database
   * refuses is found by halving and kept without what we read from it; if that is refused too, it is left to its queue.
   * @throws SillageError CONFLICT when the queue is not ours any more; any other error when storing does not work now
   */
  async store(client: ClientBase): Promise<CustodyOutcome> {
    if (this.#taken.length === 0) return NOTHING;
    if (this.#done) return this.#done;
    if (this.#halves) return this.#storeHalves(client, this.#halves);
    this.#batch ??= await nextBatch(client);
    if (this.#tried && (await batchCommitted(client, this.#lease, this.#batch)))
      return this.#finish({ throughBatch: this.#batch, refused: [] });
    this.#tried = true;
    try {
      await this.#write(client, this.#batch);
      return this.#finish({ throughBatch: this.#batch, refused: [] });
    } catch (error) {
      const failure = dataFailure(error);
      if (failure === null) throw error;
      if (this.#taken.length > 1) {
        const middle = this.#taken.length >> 1;
        this.#halves = [
          new CustodyBatch(this.#taken.slice(0, middle), this.#lease),
          new CustodyBatch(this.#taken.slice(middle), this.#lease),
        ];
      } else if (this.#bare) {
        return this.#finish({ throughBatch: 0, refused: [{ tag: this.#taken[0]!.tag, ...failure }] });
      } else {
        this.#bare = true;
      }
      return this.store(client);
    }
  }

  #write(client: ClientBase, batch: number): Promise<void> {
    const entries = this.#taken.map(({ entry, bare }) => (this.#bare ? bare() : entry));
    return inTransaction(client, async () => {
      await storeDeadLetters(client, entries, batch);
      await proveLease(client, this.#lease);
    });
  }

  async #storeHalves(
    client: ClientBase,
    [first, second]: [CustodyBatch, CustodyBatch],
  ): Promise<CustodyOutcome> {
    const [a, b] = [await first.store(client), await second.store(client)];
    return this.#finish({
      throughBatch: Math.max(a.throughBatch, b.throughBatch),
      refused: [...a.refused, ...b.refused],
    });
  }

  #finish(outcome: CustodyOutcome): CustodyOutcome {
    this.#done = outcome;
    return outcome;
  }
}

async function nextBatch(client: ClientBase): Promise<number> {
  const { rows } = await client.query<{ id: string }>("SELECT nextval('custody_batches') AS id");
  return Number(rows[0]!.id);
}
