import type { ClientBase, Pool } from "pg";

/** At most this many batches in one turn, so that a turn stays short after a long pause. */
const TURN = 500;

/** Key of the advisory lock that is the sequencer's lease. It ends with the transaction: nobody has to take it over. */
const LEASE = 0x5349_4c4c; // "SILL"

export interface SequencerTurn {
  /** Records that got a position. */
  sequenced: number;
  /** Position after the last record: the length of the log. Null when another process is at it. */
  head: number | null;
  /** Committed records that still have no position. */
  waiting: number;
}

/**
 * Gives every committed batch that has none its place in the global log: dense positions from 0.
 *
 * Writers insert unordered and never wait here. Only what is committed is visible to this turn, what commits later is
 * found by a later one, and a position is given once: so a reader that follows positions cannot skip a record, however
 * late it commits, and no open transaction anywhere can hold the log up. One turn at a time over all processes.
 */
export async function sequence(pool: Pool): Promise<SequencerTurn> {
  const client = await pool.connect();
  try {
    const held = await beginWithLease(client);
    if (!held) {
      await client.query("ROLLBACK");
      return { sequenced: 0, head: null, waiting: 0 };
    }
    const { rows } = await client.query<{ sequenced: string; head: string; waiting: string }>({
      name: "sequence",
      text: `WITH head AS (
               SELECT coalesce((SELECT position + count FROM batches WHERE position IS NOT NULL ORDER BY position DESC LIMIT 1), 0) AS head
             ), waiting AS (
               SELECT id, count, sum(count) OVER (ORDER BY id) - count AS before
               FROM (SELECT id, count FROM batches WHERE position IS NULL AND count > 0 ORDER BY id LIMIT $1) AS next
             ), placed AS (
               UPDATE batches AS b SET position = head.head + waiting.before
               FROM head, waiting WHERE b.id = waiting.id
               RETURNING b.count
             )
             SELECT coalesce(sum(count), 0) AS sequenced, (SELECT head FROM head) + coalesce(sum(count), 0) AS head,
                    (SELECT coalesce(sum(count), 0) FROM batches WHERE position IS NULL AND count > 0) - coalesce(sum(count), 0) AS waiting
             FROM placed`,
      values: [TURN],
    });
    const sequenced = Number(rows[0]!.sequenced);
    const head = Number(rows[0]!.head);
    await client.query(sequenced > 0 ? `NOTIFY ${LOG_CHANNEL}, '${head}'; COMMIT` : "COMMIT");
    return { sequenced, head, waiting: Number(rows[0]!.waiting) };
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

/** Begins a transaction and tries to get the lease, in one round trip: a turn follows every batch. @returns whether it is ours */
async function beginWithLease(client: ClientBase): Promise<boolean> {
  // Several statements in one string give a result each, which the types of `pg` do not know.
  const results: unknown = await client.query(`BEGIN; SELECT pg_try_advisory_xact_lock(${LEASE}) AS held`);
  const [, lease] = results as [unknown, { rows: { held: boolean }[] }];
  return lease.rows[0]!.held;
}

/** Whether something is committed that has no place in the log yet. */
export async function hasUnplaced(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query({
    name: "has-unplaced",
    text: "SELECT 1 FROM batches WHERE position IS NULL AND count > 0 LIMIT 1",
  });
  return rows.length > 0;
}

/** Readers listen here for the length of the log; a reader that hears nothing asks by itself. */
export const LOG_CHANNEL = "sillage_log";

/** Length of the log: position after the last sequenced record. */
export async function logHead(pool: Pool | ClientBase): Promise<number> {
  const { rows } = await pool.query<{ head: string }>(
    "SELECT coalesce((SELECT position + count FROM batches WHERE position IS NOT NULL ORDER BY position DESC LIMIT 1), 0) AS head",
  );
  return Number(rows[0]!.head);
}
