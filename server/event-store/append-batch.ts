import type { ClientBase } from "pg";
import { SillageError } from "@/server/errors";
import { CopyBuffer } from "./binary-copy";
import { copyIn } from "./copy-in";
import { packDigests } from "./delivery-digest";
import { claimEventKeys } from "./event-keys";
import { COPY_MESSAGES, type Placement, writeMessageRow } from "./message-row";
import type { ArrivalRecord } from "./record";
import { advanceStreams } from "./streams";
import { countTraffic } from "./traffic";

/** The right to write what one audit queue delivers; see ingest-lease.ts. */
export interface LeaseProof {
  queue: string;
  epoch: number;
  /** The last batch whose ack the broker is known to have taken; 0 when none is. */
  ackedThrough: number;
}

export interface AppendedBatch {
  batchId: number;
  placements: Placement[];
}

export interface AppendOptions {
  /** Id of the first record: `RecordIds.take(records.length)`. The same for each try, so that a lost answer can be told from a lost batch. */
  firstRecord: number;
  /** Null for records that do not come from an audit queue (history, an import from quarantine). */
  lease: LeaseProof | null;
  /** Awaited when the rows are written, before the batch is closed with what `lease` then says. */
  beforeClose?: (() => Promise<void>) | undefined;
  /** Runs in the same transaction, after the batch was written. */
  also?: (client: ClientBase, batch: AppendedBatch) => Promise<void>;
}

/** Memory that one writer reuses from batch to batch. One batch at a time. */
export class BatchWriter {
  readonly #copy = new CopyBuffer();

  /**
   * Stores arrivals in one transaction: identity, stream order, rows, rollups, digests and leaves, all or nothing.
   * When it returns, they are committed and may be acked.
   * @throws SillageError CONFLICT when another consumer has taken over the queue; any database error as it came.
   */
  async append(
    client: ClientBase,
    records: readonly ArrivalRecord[],
    options: AppendOptions,
  ): Promise<AppendedBatch> {
    return inTransaction(client, async () => {
      const batch = await this.#write(client, records, options);
      await options.also?.(client, batch);
      return batch;
    });
  }

  async #write(
    client: ClientBase,
    records: readonly ArrivalRecord[],
    { firstRecord, lease, beforeClose }: AppendOptions,
  ): Promise<AppendedBatch> {
    const placements = await claimEventKeys(client, this.#copy, records, firstRecord);
    await advanceStreams(client, records, placements);

    const leaves = Buffer.allocUnsafe(records.length * 32);
    this.#copy.reset();
    for (let i = 0; i < records.length; i++) {
      leaves.write(writeMessageRow(this.#copy, records[i]!, placements[i]!), i * 32, "latin1");
    }
    await copyIn(client, COPY_MESSAGES, this.#copy.finish());
    await countTraffic(client, records, placements);
    await beforeClose?.();
    const batchId = await insertBatch(client, {
      records,
      stored: records.length,
      firstRecord,
      leaves,
      lease,
    });
    return { batchId, placements };
  }
}

/** Runs `work` between BEGIN and COMMIT; rolls back and passes on whatever it throws. */
export async function inTransaction<T>(client: ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query("BEGIN");
  try {
    const result = await work();
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  }
}

/** The lease is checked last: its row stays locked from here to COMMIT, so that a new consumer waits for us or we for it. */
export async function insertBatch(
  client: ClientBase,
  batch: {
    /** Deliveries in order; their digests are kept. */
    records: readonly Pick<ArrivalRecord, "receivedAt" | "deliveryDigest">[];
    /** How many of them became records: all, or none when they go to quarantine. */
    stored: number;
    firstRecord: number;
    leaves: Buffer;
    lease: LeaseProof | null;
  },
): Promise<number> {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const { receivedAt } of batch.records) {
    if (receivedAt < from) from = receivedAt;
    if (receivedAt > to) to = receivedAt;
  }
  if (batch.lease) {
    const held = await client.query({
      name: "ingest-lease-hold",
      text: `UPDATE ingest_leases SET acked_through = greatest(acked_through, $3)
             WHERE queue = $1 AND epoch = $2`,
      values: [batch.lease.queue, batch.lease.epoch, batch.lease.ackedThrough],
    });
    if (held.rowCount === 0) {
      throw new SillageError(
        "CONFLICT",
        `Another consumer has taken over the audit queue of ${batch.lease.queue}.`,
      );
    }
  }
  const { rows } = await client.query<{ id: string }>({
    name: "batch-insert",
    text: `INSERT INTO batches (queue, first_record, count, received_from, received_to, digests, leaves)
           VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
    values: [
      batch.lease?.queue ?? null,
      batch.firstRecord,
      batch.stored,
      new Date(from),
      new Date(to),
      packDigests(batch.records.map((record) => record.deliveryDigest)),
      batch.leaves,
    ],
  });
  return Number(rows[0]!.id);
}

/**
 * Whether a batch was committed although its answer never came. Waits for the transaction that may still be
 * committing it: that one holds the lease row since before its COMMIT was sent.
 * @returns the batch id, or null when it is not in the store and never will be
 */
export async function findCommitted(
  client: ClientBase,
  queue: string,
  firstRecord: number,
): Promise<number | null> {
  return inTransaction(client, async () => {
    await client.query("SELECT 1 FROM ingest_leases WHERE queue = $1 FOR UPDATE", [queue]);
    const { rows } = await client.query<{ id: string }>("SELECT id FROM batches WHERE first_record = $1", [
      firstRecord,
    ]);
    return rows[0] ? Number(rows[0].id) : null;
  });
}
