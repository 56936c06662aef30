import type { ClientBase, Pool } from "pg";
import { SillageError } from "@/server/errors";
import { inTransaction } from "@/server/event-store/append-batch";
import type { Custody } from "./words";

/** The right to move messages out of a dead-letter queue. */
export interface CustodyLease {
  vhost: string;
  queue: string;
  /** Raised by each new holder, so that an old one can commit nothing more. */
  epoch: string;
  custody: Custody;
  /** The last batch whose ack the broker is known to have taken. */
  ackedThrough: number;
  /** The last batch in doubt for which a worker has begun to look whether its messages come again. */
  probedThrough: number;
}

const RETURNING = `RETURNING vhost, name AS queue, epoch, custody, acked_through::float8 AS "ackedThrough",
  probed_through::float8 AS "probedThrough"`;
/** Batches that were stored and whose ack may not have been taken: those messages may lie in their queue as well. */
const IN_DOUBT = `EXISTS (SELECT FROM dead_letter_contents AS d
  WHERE d.vhost = q.vhost AND d.queue = q.name AND d.custody_batch > q.acked_through)`;

/** Takes queues that are to be held, or in doubt, and that nobody else moves messages out of. */
export async function claimQueues(
  pool: Pool,
  options: { vhosts: readonly string[]; holder: string; leaseMs: number; most: number },
): Promise<CustodyLease[]> {
  const { rows } = await pool.query<CustodyLease>({
    name: "custody-claim",
    text: `UPDATE dead_letter_queues SET epoch = epoch + 1, holder = $2,
             held_until = clock_timestamp() + $3 * interval '1 millisecond'
           WHERE (vhost, name) IN (
             SELECT vhost, name FROM dead_letter_queues AS q
             WHERE vhost = ANY ($1::text[]) AND present AND unholdable IS NULL
               AND (held_until IS NULL OR held_until < clock_timestamp())
               AND (custody = 'hold' OR ${IN_DOUBT})
             ORDER BY vhost, name LIMIT $4 FOR NO KEY UPDATE SKIP LOCKED)
           ${RETURNING}`,
    values: [options.vhosts, options.holder, options.leaseMs, options.most],
  });
  return rows;
}

/** Begins anew under the next epoch, after a lost connection. Null when another has the queue now. */
export async function raiseEpoch(
  pool: Pool,
  lease: CustodyLease,
  leaseMs: number,
): Promise<CustodyLease | null> {
  const { rows } = await pool.query<CustodyLease>({
    name: "custody-raise",
    text: `UPDATE dead_letter_queues SET epoch = epoch + 1,
             held_until = clock_timestamp() + $4 * interval '1 millisecond'
           WHERE vhost = $1 AND name = $2 AND epoch = $3 ${RETURNING}`,
    values: [lease.vhost, lease.queue, lease.epoch, leaseMs],
  });
  return rows[0] ?? null;
}

/** Extends leases. @returns as they stand now; one that is missing is another's */
export async function renewLeases(
  pool: Pool,
  leases: readonly CustodyLease[],
  leaseMs: number,
): Promise<(CustodyLease & { wanted: boolean })[]> {
  const { rows } = await pool.query<CustodyLease & { wanted: boolean }>({
    name: "custody-renew",
    text: `UPDATE dead_letter_queues AS q SET held_until = clock_timestamp() + $4 * interval '1 millisecond'
           FROM unnest($1::text[], $2::text[], $3::bigint[]) AS mine (v, n, e)
           WHERE q.vhost = v AND q.name = n AND q.epoch = e
           ${RETURNING}, present AND unholdable IS NULL AND (custody = 'hold' OR ${IN_DOUBT}) AS wanted`,
    values: [
      leases.map(({ vhost }) => vhost),
      leases.map(({ queue }) => queue),
      leases.map(({ epoch }) => epoch),
      leaseMs,
    ],
  });
  return rows;
}

/** Gives a queue back, so that anybody may take it at once. */
export async function releaseLease(pool: Pool, { vhost, queue, epoch }: CustodyLease): Promise<void> {
  await pool.query(
    `UPDATE dead_letter_queues SET holder = NULL, held_until = NULL, problem = NULL
     WHERE vhost = $1 AND name = $2 AND epoch = $3`,
    [vhost, queue, epoch],
  );
}

/**
 * Makes sure, within the transaction that stores a batch, that the queue is still ours and still to be held. Called
 * last: the row stays locked to COMMIT, so that whoever takes or changes it waits for us or we find it there.
 * @throws SillageError CONFLICT
 */
export async function proveLease(client: ClientBase, { vhost, queue, epoch }: CustodyLease): Promise<void> {
  const { rowCount } = await client.query({
    name: "custody-prove",
    text: `SELECT 1 FROM dead_letter_queues
           WHERE vhost = $1 AND name = $2 AND epoch = $3 AND custody = 'hold' FOR NO KEY UPDATE`,
    values: [vhost, queue, epoch],
  });
  if (rowCount === 0)
    throw new SillageError(
      "CONFLICT",
      `The queue ${queue} of ${vhost} is not this worker's to move any more.`,
    );
}

/** Notes that the broker has taken the ack of a batch and of all before it. Durable when it returns. */
export async function recordCustodyAcked(pool: Pool, lease: CustodyLease, batch: number): Promise<true> {
  await pool.query({
    name: "custody-acked",
    text: `UPDATE dead_letter_queues SET acked_through = greatest(acked_through, $3)
           WHERE vhost = $1 AND name = $2`,
    values: [lease.vhost, lease.queue, batch],
  });
  return true;
}

/** Notes that it is about to be looked which messages in doubt come again. Durable when it returns. */
export async function recordProbe(
  pool: Pool,
  { vhost, queue, epoch }: CustodyLease,
  batch: number,
): Promise<void> {
  await pool.query(
    "UPDATE dead_letter_queues SET probed_through = greatest(probed_through, $4) WHERE vhost = $1 AND name = $2 AND epoch = $3",
    [vhost, queue, epoch, batch],
  );
}

/** Says why custody of a queue does not work now, in words; null: it works. */
export async function tellProblem(
  pool: Pool,
  { vhost, queue, epoch }: CustodyLease,
  problem: string | null,
): Promise<void> {
  await pool.query(
    `UPDATE dead_letter_queues SET problem = $4
     WHERE vhost = $1 AND name = $2 AND epoch = $3 AND problem IS DISTINCT FROM $4`,
    [vhost, queue, epoch, problem],
  );
}

/**
 * Whether a batch was committed although its answer never came. Waits for the transaction that may still be committing
 * it: that one holds the queue's row since before its COMMIT was sent.
 */
export async function batchCommitted(
  client: ClientBase,
  { vhost, queue }: CustodyLease,
  batch: number,
): Promise<boolean> {
  return inTransaction(client, async () => {
    await client.query("SELECT 1 FROM dead_letter_queues WHERE vhost = $1 AND name = $2 FOR NO KEY UPDATE", [
      vhost,
      queue,
    ]);
    const { rowCount } = await client.query(
      "SELECT 1 FROM dead_letter_contents WHERE vhost = $1 AND queue = $2 AND custody_batch = $3 LIMIT 1",
      [vhost, queue, batch],
    );
    return rowCount === 1;
  });
}
