import type { ClientBase, Pool } from "pg";
import { storable } from "@/server/envelopes/text";
import { inTransaction } from "@/server/event-store/append-batch";
import { putIntoOutbox } from "@/server/event-store/outbox-message";
import { sealBody } from "@/server/event-store/seal";
import { deadLetterOf } from "./dead-letter";
import { reasonText, ServiceFailure } from "./failure";
import { type InboxEntry, poison } from "./read-delivery";
import { exchangeBefore, wasRedriven } from "./redriven";

/**
 * Writes deliveries to the inbox of a service, in order, in one transaction: when it returns they may be acked. What
 * stands there already is not written again, unless a redrive sent it after the service gave it up; another message under the same event id is kept as poison.
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
  const { rows } = await client.query<{ body_digest: Buffer; state: string }>(
    "SELECT body_digest, state FROM inbox WHERE service = $1 AND event_id = $2 FOR UPDATE",
    [service, entry.eventId],
  );
  if (rows[0]?.state === "dead" && (await wasRedriven(client, entry.delivery, entry.eventId))) {
    await beginAgain(client, service, entry);
    return true;
  }
  if (rows[0]?.body_digest.equals(entry.digest)) return false;
  const why = `Another message came before with the same event id, ${entry.eventId}, and other content.`;
  return insert(client, service, poison(entry, why));
}

/** What the service had given up is handled as if it were new, with the content that it has now. */
async function beginAgain(client: ClientBase, service: string, entry: InboxEntry): Promise<void> {
  const { eventId, eventType, mailbox, correlationId, delivery, digest } = entry;
  const { codec, bytes } = sealBody(delivery.body);
  await client.query(
    `UPDATE inbox SET state = 'waiting', redriven = true, starts = 0, attempts = 0, error_class = NULL, error = NULL,
       finished_at = NULL, next_attempt_at = clock_timestamp(), event_type = $3, mailbox = $4, correlation_id = $5,
       raw_properties = $6, body_codec = $7, body = $8, body_digest = $9
     WHERE service = $1 AND event_id = $2`,
    [service, eventId, eventType, mailbox, correlationId, delivery.rawProperties, codec, bytes, digest],
  );
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
      storable(exchangeBefore(delivery)),
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
    await putIntoOutbox(client, [
      deadLetterOf({ service, ...delivery, exchange: exchangeBefore(delivery) }, failure, 0),
    ]);
  }
  return rowCount === 1;
}
