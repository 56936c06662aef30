import type { Pool } from "pg";
import type { LeaseProof } from "./append-batch";
import { DIGEST_BYTES } from "./digests";

/** What a new consumer of an audit queue needs to know: its right to write, and what was written before it. */
export interface IngestLease extends LeaseProof {
  /** Digests of the last deliveries that were committed, oldest first, 8 bytes each. */
  tail: Buffer;
  /** How many deliveries at the end of `tail` may still be unacked, as far as the last writer knew. */
  unackedAtMost: number;
}

/** Acks that a broker had taken but not yet written when it was killed come back: look this far. */
const TAIL_DELIVERIES = 50_000;

/**
 * Takes over an audit queue: raises its epoch, so that no earlier consumer can commit any more, then reads what the
 * earlier ones did commit. A transaction of theirs that already holds the lease row is waited for and is in the tail.
 */
export async function acquireIngestLease(pool: Pool, queue: string, holder: string): Promise<IngestLease> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    const lease = await client.query<{ epoch: string }>(
      `INSERT INTO ingest_leases AS l (queue, epoch, holder, acquired_at) VALUES ($1, 1, $2, now())
       ON CONFLICT (queue) DO UPDATE SET epoch = l.epoch + 1, holder = excluded.holder, acquired_at = now()
       RETURNING epoch`,
      [queue, holder],
    );
    await client.query("COMMIT");
    const { rows } = await client.query<{ id: string; digests: Buffer; acked_through: string | null }>(
      `SELECT id, digests, acked_through FROM (
         SELECT id, digests, acked_through,
                sum(octet_length(digests)) OVER (ORDER BY id DESC) - octet_length(digests) AS after
         FROM batches WHERE queue = $1 ORDER BY id DESC LIMIT $2
       ) AS recent WHERE after < $3 ORDER BY id`,
      [queue, 2_000, TAIL_DELIVERIES * DIGEST_BYTES],
    );
    const ackedThrough = Number(rows.at(-1)?.acked_through ?? 0);
    const unacked = rows.filter((row) => Number(row.id) > ackedThrough);
    return {
      queue,
      epoch: Number(lease.rows[0]!.epoch),
      tail: Buffer.concat(rows.map((row) => row.digests)),
      unackedAtMost: unacked.reduce((sum, row) => sum + row.digests.length / DIGEST_BYTES, 0),
    };
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}
