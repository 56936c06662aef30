import type { Pool } from "pg";
import type { LeaseProof } from "./append-batch";
import { DIGEST_BYTES } from "./delivery-digest";

/** What a new consumer of an audit queue needs to know: its right to write, and what was written before it. */
export interface IngestLease extends LeaseProof {
  /** Digests of the last deliveries that were committed, oldest first, 8 bytes each. */
  tail: Buffer;
  /** How many deliveries at the end of `tail` may still be unacked, if the broker has not been down since. */
  unackedAtMost: number;
  /** When the last batch of this queue was received; null when there is none. */
  lastReceivedAt: Date | null;
}

/** A broker that is killed forgets acks that it had taken but not yet written: look this far back. */
const TAIL_DELIVERIES = 50_000;
const TAIL_BATCHES = 2_000;

/**
 * Takes over an audit queue: raises its epoch, so that no earlier consumer can commit any more, then reads what the
 * earlier ones did commit. A transaction of theirs that already holds the lease row is waited for and is in the tail.
 */
export async function acquireIngestLease(pool: Pool, queue: string, holder: string): Promise<IngestLease> {
  const lease = await pool.query<{ epoch: string; acked_through: string }>(
    `INSERT INTO ingest_leases AS l (queue, epoch, holder, acquired_at) VALUES ($1, 1, $2, now())
     ON CONFLICT (queue) DO UPDATE SET epoch = l.epoch + 1, holder = excluded.holder, acquired_at = now()
     RETURNING epoch, acked_through`,
    [queue, holder],
  );
  const { rows } = await pool.query<{ id: string; digests: Buffer; received_to: Date }>(
    `SELECT id, digests, received_to FROM (
       SELECT id, digests, received_to,
              sum(octet_length(digests)) OVER (ORDER BY id DESC) - octet_length(digests) AS after
       FROM (SELECT * FROM batches WHERE queue = $1 ORDER BY id DESC LIMIT $2) AS last
     ) AS recent WHERE after < $3 ORDER BY id`,
    [queue, TAIL_BATCHES, TAIL_DELIVERIES * DIGEST_BYTES],
  );
  const { epoch, acked_through } = lease.rows[0]!;
  const unacked = rows.filter((row) => Number(row.id) > Number(acked_through));
  return {
    queue,
    epoch: Number(epoch),
    ackedThrough: Number(acked_through),
    tail: Buffer.concat(rows.map((row) => row.digests)),
    unackedAtMost: unacked.reduce((sum, row) => sum + row.digests.length / DIGEST_BYTES, 0),
    lastReceivedAt: rows.at(-1)?.received_to ?? null,
  };
}

/**
 * Remembers that the broker has taken the ack of a batch. Not flushed to the disk by itself: a database that dies
 * forgets it, and then one batch more is in doubt, which is what is true without it. One statement, because it follows
 * every batch: the setting that it makes ends with it.
 */
export async function recordAcked(pool: Pool, proof: LeaseProof): Promise<void> {
  await pool.query({
    name: "ingest-lease-acked",
    text: `UPDATE ingest_leases AS l SET acked_through = greatest(l.acked_through, $3)
           FROM (SELECT set_config('synchronous_commit', 'off', true) AS flush) AS setting
           WHERE setting.flush = 'off' AND l.queue = $1 AND l.epoch = $2`,
    values: [proof.queue, proof.epoch, proof.ackedThrough],
  });
}
