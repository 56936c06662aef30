import type { ClientBase, Pool } from "pg";
import { storable } from "@/server/envelopes/text";
import { inTransaction } from "@/server/event-store/append-batch";
import { putIntoOutbox } from "@/server/event-store/outbox-message";
import { sealBody } from "@/server/event-store/seal";
import { deadLetterOf } from "./dead-letter";
import { reasonText, ServiceFailure } from "./failure";
import { type InboxEntry, poison } from "./read-delivery";

/**
 * Writes deliveries to the inbox of a service, in order, in one transaction: when it returns they may be acked. What
 * stands there already is not written again; another message under the same event id is kept as poison.
 * @returns how many were new
 */
export async function storeDeliveries(
  pool: Pool,
  service: string,
  entries: readonly InboxEntry[],
): Promise<number> {
  const client = await pool.connect();
  try {
    return await inTransaction(client, async () => {
      let fresh = 0;
      for (const entry of entries) if (await storeOne(client, service, entry)) fresh++;
      return fresh;
    });
  } finally {
    client.release();
  }
}

async function storeOne(client: ClientBase, service: string, entry: InboxEntry): Promise<boolean> {
  if (await insert(client, service, entry)) return true;
  const { rows } = await client.query<{ body_digest: Buffer }>(
    "SELECT body_digest FROM inbox WHERE service = $1 AND event_id = $2",
    [service, entry.eventId],
  );
  if (rows[0]?.body_digest.equals(entry.digest)) return false;
  const why = `Another message came before with the same event id, ${entry.eventId}, and other content.`;
  return insert(client, service, poison(entry, why));
}

/** What nobody can use goes on to the dead-letter queue at once, in the same transaction. */
async function insert(client: ClientBase, service: string, entry: InboxEntry): Promise<boolean> {
  const { delivery, problem } = entry;
  const { codec, bytes } = sealBody(delivery.body);
  const { rowCount } = await client.query({
    name: "inbox-insert",
    text: `INSERT INTO inbox (service, event_id, event_type, mailbox, correlation_id, vhost, exchange, routing_key,
             raw_properties, body_codec, body, body_digest, state, error_class, error)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
           ON CONFLICT (service, event_id) DO NOTHING`,
    values: [
      service,
      entry.eventId,
      entry.eventType,
      entry.mailbox,
      entry.correlationId,
      delivery.vhost,
      storable(delivery.exchange),
      Buffer.from(delivery.routingKey),
      delivery.rawProperties,
      codec,
      bytes,
      entry.digest,
      problem === null ? "waiting" : "dead",
      problem === null ? null : "poison",
      problem === null ? null : reasonText(problem),
    ],
  });
  if (rowCount === 1 && problem !== null) {
    const failure = new ServiceFailure("poison", problem);
    await putIntoOutbox(client, [deadLetterOf({ service, ...delivery }, failure, 0)]);
  }
  return rowCount === 1;
}
