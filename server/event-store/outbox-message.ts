import type { ClientBase } from "pg";
import type { HeaderTable } from "@/server/broker/encode-properties";
import { sealBody } from "./seal";

/** The AMQP properties of what Sillage publishes. */
export interface PublishProperties {
  contentType?: string;
  contentEncoding?: string;
  /** 2: survives its broker. */
  deliveryMode?: number;
  correlationId?: string;
  messageId?: string;
  /** Unix time in seconds. */
  timestamp?: number;
  type?: string;
  appId?: string;
}

/** A message to be published. */
export interface OutboxMessage {
  /** Messages of one lane are published in the order in which they were put here, one at a time. */
  lane: string;
  vhost: string;
  exchange: string;
  routingKey: string;
  properties: PublishProperties;
  headers: HeaderTable;
  body: Uint8Array;
}

/** Where relay and sequencer listen for what was appended or put into the outbox; who hears nothing asks by itself. */
export const APPENDED_CHANNEL = "sillage_appended";

/**
 * Puts messages into the outbox, in the caller's transaction: once that is committed, they are published at least once,
 * whatever is killed when. The order of a lane is kept where whoever writes to it holds a lock on the lane (the head of
 * the stream) until COMMIT; a lane of one message has no order to keep.
 */
export async function putIntoOutbox(client: ClientBase, messages: readonly OutboxMessage[]): Promise<void> {
  for (const message of messages) {
    const { codec, bytes } = sealBody(message.body);
    await client.query({
      name: "outbox-put",
      text: `INSERT INTO outbox (lane, vhost, exchange, routing_key, properties, headers, body_codec, body)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      values: [
        message.lane,
        message.vhost,
        message.exchange,
        message.routingKey,
        JSON.stringify(message.properties),
        JSON.stringify(message.headers),
        codec,
        Buffer.from(bytes),
      ],
    });
  }
  await client.query(`NOTIFY ${APPENDED_CHANNEL}`);
}
