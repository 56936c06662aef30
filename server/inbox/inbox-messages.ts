import type { ClientBase, Pool } from "pg";
import { putIntoOutbox } from "@/server/event-store/outbox-message";
import { openBody } from "@/server/event-store/seal";
import { deadLetterOf } from "./dead-letter";
import { reasonText, type ServiceFailure } from "./failure";
import type { Lease } from "./mailbox-lease";

/** A message of the inbox in the hands of whoever handles it. */
export interface InboxMessage {
  id: string;
  service: string;
  mailbox: string;
  eventId: string;
  eventType: string;
  correlationId: string | null;
  vhost: string;
  exchange: string;
  /** The event as it came, parsed and nothing more. */
  event: unknown;
  /** How often its handling failed before. */
  attempts: number;
  /** How often its handling began and never ended: the worker was killed over it. */
  deaths: number;
  receivedAt: Date;
  /** It had been given up before, and a person had it sent once more. */
  redriven: boolean;
}

interface Row {
  id: string;
  event_id: string;
  event_type: string;
  correlation_id: string | null;
  vhost: string;
  exchange: string;
  body_codec: number;
  body: Buffer;
  attempts: number;
  starts: number;
  received_at: Date;
  redriven: boolean;
}

interface DeadRow {
  service: string;
  vhost: string;
  exchange: string;
  routing_key: Buffer;
  raw_properties: Buffer;
  body_codec: number;
  body: Buffer;
  attempts: number;
}

/** Takes the next message of a mailbox that is due, and counts that its handling begins. Null: none is due now. */
export async function nextMessage(pool: Pool, lease: Lease): Promise<InboxMessage | null> {
  const { rows } = await pool.query<Row>({
    name: "inbox-next",
    text: `UPDATE inbox SET starts = starts + 1
           WHERE id = (SELECT id FROM inbox WHERE service = $1 AND mailbox = $2 AND state = 'waiting'
                       AND next_attempt_at <= clock_timestamp() ORDER BY id LIMIT 1)
           RETURNING id, event_id, event_type, correlation_id, vhost, exchange, body_codec, body,
             attempts, starts, received_at, redriven`,
    values: [lease.service, lease.mailbox],
  });
  const row = rows[0];
  if (!row) return null;
  return {
    id: row.id,
    service: lease.service,
    mailbox: lease.mailbox,
    eventId: row.event_id,
    eventType: row.event_type,
    correlationId: row.correlation_id,
    vhost: row.vhost,
    exchange: row.exchange,
    event: JSON.parse(openBody(row.body_codec, row.body).toString()),
    attempts: row.attempts,
    deaths: row.starts - 1 - row.attempts,
    receivedAt: row.received_at,
    redriven: row.redriven,
  };
}

/** Its effects are committed with this. */
export async function markDone(client: ClientBase, id: string): Promise<void> {
  await client.query({
    name: "inbox-done",
    text: "UPDATE inbox SET state = 'done', finished_at = clock_timestamp() WHERE id = $1",
    values: [id],
  });
}

/** It failed and will be tried again. */
export async function markRetry(
  client: ClientBase,
  id: string,
  failure: ServiceFailure,
  delayMs: number,
): Promise<void> {
  await client.query(
    `UPDATE inbox SET attempts = attempts + 1, error_class = $2, error = $3,
       next_attempt_at = clock_timestamp() + $4 * interval '1 millisecond' WHERE id = $1`,
    [id, failure.errorClass, reasonText(failure.message), delayMs],
  );
}

/** It failed for good: it goes to the dead-letter queue, through the outbox, in the same transaction. */
export async function markDead(client: ClientBase, id: string, failure: ServiceFailure): Promise<void> {
  const { rows } = await client.query<DeadRow>(
    `UPDATE inbox SET state = 'dead', attempts = attempts + 1, error_class = $2, error = $3,
       finished_at = clock_timestamp() WHERE id = $1
     RETURNING service, vhost, exchange, routing_key, raw_properties, body_codec, body, attempts`,
    [id, failure.errorClass, reasonText(failure.message)],
  );
  const row = rows[0]!;
  const dead = {
    service: row.service,
    vhost: row.vhost,
    exchange: row.exchange,
    routingKey: row.routing_key.toString(),
    rawProperties: row.raw_properties,
    body: openBody(row.body_codec, row.body),
  };
  await putIntoOutbox(client, [deadLetterOf(dead, failure, row.attempts)]);
}

/** Puts a message off without counting a failure: what failed was not the message. */
export async function postpone(writer: Pool | ClientBase, id: string, delayMs: number): Promise<void> {
  await writer.query(
    `UPDATE inbox SET starts = starts - 1, next_attempt_at = clock_timestamp() + $2 * interval '1 millisecond'
     WHERE id = $1 AND state = 'waiting'`,
    [id, delayMs],
  );
}
