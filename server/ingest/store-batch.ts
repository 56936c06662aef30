import type { ClientBase } from "pg";
import {
  type AppendedBatch,
  type BatchWriter,
  findCommitted,
  type LeaseProof,
} from "@/server/event-store/append-batch";
import { quarantine, type StoreFailure } from "@/server/event-store/quarantine";
import type { ArrivalRecord } from "@/server/event-store/record";
import type { RecordIds } from "@/server/event-store/record-ids";
import { dataFailure } from "./store-failure";

export interface StoredPart {
  batchId: number;
  records: readonly ArrivalRecord[];
  /** Null when the record went to quarantine, or when the answer of its commit was lost. */
  appended: AppendedBatch | null;
  failure: StoreFailure | null;
}

/** A batch on its way into the store. Survives a lost connection: `store` may be called again with a new client. */
export class BatchInFlight {
  readonly #records: readonly ArrivalRecord[];
  readonly #lease: LeaseProof;
  readonly #beforeClose: (() => Promise<void>) | undefined;
  #firstRecord: number | null = null;
  #tried = false;
  #halves: [BatchInFlight, BatchInFlight] | null = null;
  #done: StoredPart | null = null;
  /** Set while its only record goes to quarantine: a commit whose answer was lost is then that of the quarantine. */
  #failure: StoreFailure | null = null;

  /** @param beforeClose see AppendOptions */
  constructor(records: readonly ArrivalRecord[], lease: LeaseProof, beforeClose?: () => Promise<void>) {
    this.#records = records;
    this.#lease = lease;
    this.#beforeClose = beforeClose;
  }

  /**
   * Stores the batch, exactly once over all calls. Data that the database refuses is found by halving and put into
   * quarantine, in its order, so that it holds nothing up.
   * @returns what became of the records, in order; each part is committed
   * @throws when storing does not work now; call again
   */
  async store(client: ClientBase, writer: BatchWriter, ids: RecordIds): Promise<StoredPart[]> {
    if (this.#done) return [this.#done];
    if (this.#halves) {
      const [first, second] = this.#halves;
      return [...(await first.store(client, writer, ids)), ...(await second.store(client, writer, ids))];
    }
    this.#firstRecord ??= await ids.take(client, this.#records.length);
    const options = { firstRecord: this.#firstRecord, lease: this.#lease, beforeClose: this.#beforeClose };
    if (this.#tried) {
      const batchId = await findCommitted(client, this.#lease.queue, this.#firstRecord);
      if (batchId !== null) return [this.#finish({ batchId, appended: null, failure: this.#failure })];
    }
    this.#tried = true;
    try {
      const appended = await writer.append(client, this.#records, options);
      return [this.#finish({ batchId: appended.batchId, appended, failure: null })];
    } catch (error) {
      const failure = dataFailure(error);
      if (failure === null) throw error;
      if (this.#records.length === 1) {
        this.#failure = failure;
        await this.#beforeClose?.();
        const batchId = await quarantine(client, this.#records[0]!, failure, options);
        return [this.#finish({ batchId, appended: null, failure })];
      }
      const middle = this.#records.length >> 1;
      this.#halves = [
        new BatchInFlight(this.#records.slice(0, middle), this.#lease, this.#beforeClose),
        new BatchInFlight(this.#records.slice(middle), this.#lease, this.#beforeClose),
      ];
      return this.store(client, writer, ids);
    }
  }

  #finish(outcome: Omit<StoredPart, "records">): StoredPart {
    this.#done = { ...outcome, records: this.#records };
    return this.#done;
  }
}
