import { createHash } from "node:crypto";
import type { ClientBase } from "pg";
import { sealBody } from "@/server/event-store/seal";
import type { ServiceName } from "./service-plan";

/** Something that a person wants of a service. It comes through no exchange: it is written into the inbox. */
export interface Instruction {
  service: ServiceName;
  vhost: string;
  mailbox: string;
  correlationId: string;
  event: { eventId: string; eventType: string; eventData: object };
}

/** What its dead letter, should it come to that, is taken to have come through. */
const EXCHANGE = "notifications.events";
/** A content header without properties. */
const NO_PROPERTIES = Buffer.from([0, 0]);

/** Puts an instruction into the inbox of a service, in the caller's transaction: it is handled like any message. */
export async function instruct(client: ClientBase, instruction: Instruction): Promise<void> {
  const { service, vhost, mailbox, correlationId, event } = instruction;
  const body = Buffer.from(JSON.stringify(event));
  const { codec, bytes } = sealBody(body);
  await client.query(
    `INSERT INTO inbox (service, event_id, event_type, mailbox, correlation_id, vhost, exchange, routing_key,
       raw_properties, body_codec, body, body_digest, state)
     VALUES ($1, $2, $3, $4, $5, $6, $7, '', $8, $9, $10, $11, 'waiting')`,
    [
      service,
      event.eventId,
      event.eventType,
      mailbox,
      correlationId,
      vhost,
      EXCHANGE,
      NO_PROPERTIES,
      codec,
      bytes,
      createHash("sha256").update(body).digest(),
    ],
  );
}
