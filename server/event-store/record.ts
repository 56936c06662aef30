import type { Envelope } from "@/server/envelopes/envelope";
import type { DeliveryDigest } from "./delivery-digest";
import type { Bytes } from "./digests";
import type { SealedBody } from "./seal";

export const ARRIVALS = [
  "published",
  "dead_lettered",
  "retried",
  "redriven",
  "replayed",
  "echo",
  "appended",
] as const;
/** How a message came to be seen. */
export type Arrival = (typeof ARRIVALS)[number];

export const READINGS = ["event", "duplicate", "clash", "repeat", "intrusion", "unreadable"] as const;
/** What we made of a message; see the enum `Reading` of the schema. */
export type ReadingOutcome = (typeof READINGS)[number];

/** A message ready to be stored: everything that can be known without asking the database. */
export interface ArrivalRecord {
  /** Milliseconds since 1970. */
  receivedAt: number;
  vhost: string;
  exchange: string;
  routingKey: string;
  arrival: Arrival;
  redelivered: boolean;
  rawProperties: Uint8Array;
  /** JSON text of the sanitised headers, null when there were none. */
  headersJson: string | null;
  /** Null when the body was larger than the store keeps. */
  body: SealedBody | null;
  /** Bytes on the wire. */
  bodySize: number;
  /** 16 bytes. */
  contentDigest: Bytes;
  deliveryDigest: DeliveryDigest;
  envelope: Envelope | null;
  /** Why there is no envelope. */
  unreadableReason: string | null;
  /** 16 bytes; null without an event id. */
  eventKey: Bytes | null;
  /** `Type-id`; null when the aggregate is not known. */
  streamId: string | null;
  anomalies: string[];
}
