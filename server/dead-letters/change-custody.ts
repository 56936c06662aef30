import type { ClientBase } from "pg";
import { SillageError } from "@/server/errors";
import type { Custody } from "./words";

export interface CustodyChange {
  vhost: string;
  queue: string;
  custody: Custody;
  /** Who decides, as the record of the action names them. */
  by: string;
}

/**
 * Changes who has the messages of a dead-letter queue, in the caller's transaction, and says what it was. Nothing is lost
 * either way: who holds the queue now finishes its batch, and what it has not committed goes back to the queue. What is
 * held stays held until it is redriven or released.
 * @throws SillageError NOT_FOUND; CONFLICT where the queue cannot be held, or messages are being put back into it
 */
export async function changeCustody(
  client: ClientBase,
  { vhost, queue, custody, by }: CustodyChange,
): Promise<{ before: Custody; after: Custody }> {
  const { rows } = await client.query<{ custody: Custody; present: boolean; unholdable: string | null }>(
    "SELECT custody, present, unholdable FROM dead_letter_queues WHERE vhost = $1 AND name = $2 FOR NO KEY UPDATE",
    [vhost, queue],
  );
  const row = rows[0];
  if (!row) throw new SillageError("NOT_FOUND", `No dead-letter queue ${queue} is known in ${vhost}.`);
  if (custody === "hold") {
    if (row.unholdable !== null)
      throw new SillageError("CONFLICT", `${queue} cannot be held. ${row.unholdable}`);
    if (await isBeingReleased(client, vhost, queue))
      throw new SillageError(
        "CONFLICT",
        `Messages are being put back into ${queue}: it can be held when that is ended.`,
      );
  }
  if (row.custody !== custody) {
    await client.query(
      `UPDATE dead_letter_queues SET custody = $3, custody_chosen_by = $4, custody_changed_at = clock_timestamp(), problem = NULL
       WHERE vhost = $1 AND name = $2`,
      [vhost, queue, custody, by],
    );
  }
  return { before: row.custody, after: custody };
}

async function isBeingReleased(client: ClientBase, vhost: string, queue: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT 1 FROM redrives AS r
     JOIN redrive_messages AS m ON m.redrive_id = r.id AND m.active
     JOIN dead_letters AS d ON d.id = m.dead_letter_id
     WHERE r.kind = 'release' AND r.status NOT IN ('completed', 'aborted', 'expired') AND d.vhost = $1 AND d.queue = $2 LIMIT 1`,
    [vhost, queue],
  );
  return rowCount === 1;
}

/**
 * Whether messages of a queue were stored by a worker of which nobody knows whether the broker had taken its ack: they may
 * lie in the queue as well, until the next worker has looked. Nothing is to be put back into the queue meanwhile.
 */
export async function custodyInDoubt(client: ClientBase, vhost: string, queue: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT 1 FROM dead_letter_queues AS q
     WHERE q.vhost = $1 AND q.name = $2 AND (
       (q.custody = 'observe' AND q.held_until > clock_timestamp())
       OR EXISTS (SELECT FROM dead_letter_contents AS d
                  WHERE d.vhost = q.vhost AND d.queue = q.name AND d.custody_batch > q.acked_through))`,
    [vhost, queue],
  );
  return rowCount === 1;
}
