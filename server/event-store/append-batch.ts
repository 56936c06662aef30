import type { ClientBase } from "pg";
import { SillageError } from "@/server/errors";
import { CopyBuffer } from "./binary-copy";
import { copyIn } from "./copy-in";
import { claimEventKeys } from "./event-keys";
import { MESSAGE_COLUMNS, type Placement, writeMessageRow } from "./message-row";
import type { ArrivalRecord } from "./record";
import type { RecordIds } from "./record-ids";
import { advanceStreams } from "./streams";
import { countTraffic } from "./traffic";

const COPY_MESSAGES = `COPY messages (${MESSAGE_COLUMNS.join(", ")}) FROM STDIN (FORMAT binary)`;

/** The right to write what one audit queue delivers; see ingest-lease.ts. */
export interface LeaseProof {
  queue: string;
  epoch: number;
  /** The last batch whose ack the broker is known to have taken; 0 when none is. */
  ackedThrough: number;
}

export interface AppendedBatch {
  batchId: number;
  firstRecord: number;
  placements: Placement[];
}

/** Memory that one writer reuses from batch to batch. One batch at a time. */
export class BatchWriter {
  readonly #copy = new CopyBuffer();
  readonly #ids: RecordIds;

  constructor(ids: RecordIds) {
    this.#ids = ids;
  }

  /**
   * Stores arrivals in one transaction: identity, stream order, rows, rollups, digests and leaves, all or nothing.
   * When it returns, they are committed and may be acked.
   * @param lease null for records that do not come from an audit queue (history, an import from quarantine)
   * @throws SillageError CONFLICT when another consumer has taken over the queue; any database error as it came.
   */
  async append(
    client: ClientBase,
    records: readonly ArrivalRecord[],
    lease: LeaseProof | null,
  ): Promise<AppendedBatch> {
    const firstRecord = await this.#ids.take(client, records.length);
    await client.query("BEGIN");
    try {
      const batch = await this.#write(client, records, firstRecord, lease);
      await client.query("COMMIT");
      return batch;
    } catch (error) {
      await client.query("ROLLBACK").catch(() => {});
      throw error;
    }
  }

  async #write(
    client: ClientBase,
    records: readonly ArrivalRecord[],
    firstRecord: number,
    lease: LeaseProof | null,
  ): Promise<AppendedBatch> {
    const placements = await claimEventKeys(client, records, firstRecord);
    await advanceStreams(client, records, placements);

    const leaves = Buffer.allocUnsafe(records.length * 32);
    const digests = Buffer.allocUnsafe(records.length * 8);
    this.#copy.reset();
    for (let i = 0; i < records.length; i++) {
      const record = records[i]!;
      writeMessageRow(this.#copy, record, placements[i]!).copy(leaves, i * 32);
      record.deliveryDigest.copy(digests, i * 8);
    }
    await copyIn(client, COPY_MESSAGES, this.#copy.finish());
    await countTraffic(client, records, placements);
    const batchId = await insertBatch(client, { records, firstRecord, digests, leaves, lease });
    return { batchId, firstRecord, placements };
  }
}

/** The lease is checked last: its row stays locked from here to COMMIT, so that a new consumer waits for us or we for it. */
async function insertBatch(
  client: ClientBase,
  batch: {
    records: readonly ArrivalRecord[];
    firstRecord: number;
    digests: Buffer;
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
      batch.records.length,
      new Date(from),
      new Date(to),
      batch.digests,
      batch.leaves,
    ],
  });
  return Number(rows[0]!.id);
}
