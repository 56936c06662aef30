import type { MessageProperties } from "@/server/envelopes/envelope";

/** One message as an audit queue delivered it. Everything in it is hostile text. */
export interface Delivery {
  /** The broker's number for it on its channel; acked by it. */
  tag: number;
  /** Milliseconds since 1970: when it reached this process. */
  receivedAt: number;
  vhost: string;
  /** Where it was first published, or the dead-letter exchange. */
  exchange: string;
  routingKey: string;
  redelivered: boolean;
  /** Whether the message survives its broker (delivery mode 2). */
  persistent: boolean;
  properties: MessageProperties;
  /** As amqplib decoded them; undefined when there were none or they could not be decoded. */
  headers: Record<string, unknown> | undefined;
  /** The content header byte for byte. */
  rawProperties: Buffer;
  /** Why the properties could not be decoded, else null. */
  undecodable: string | null;
  /** Empty when `oversize` is set. */
  body: Buffer;
  oversize: { bytes: number; digest: string } | null;
}
