/** What a message says happened, as read from its properties, headers and body. Pure types: no I/O here or in any reader. */

/** How sure a statement is: said by the producer, concluded by us, or not known. */
export type Certainty = "exact" | "inferred" | "unknown";

export const EVENT_KINDS = ["event", "integration_event", "command", "request", "reply"] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

export const READERS = [
  "mapping",
  "cloudevents",
  "sillage",
  "domain-event",
  "integration-event",
  "command",
  "go-event",
  "flat-event",
  "properties",
  "routing-key",
] as const;
/** Which reader recognised the message. */
export type ReaderName = (typeof READERS)[number];

/** A link from an event to another aggregate that it names: `PaymentCompleted` has a payment and refers to an order. */
export interface Reference {
  /** Noun in PascalCase singular as in the stream ids, for example `Order`. */
  type: string;
  id: string;
}

/** What the readers are given. Everything in it is hostile text. */
export interface IncomingMessage {
  exchange: string;
  routingKey: string;
  properties: MessageProperties;
  /** Headers as plain JSON values (AMQP-only types already sanitised); never null. */
  headers: Readonly<Record<string, unknown>>;
  /** Body as it came, possibly content-encoded. */
  body: Buffer;
}

/** AMQP 0-9-1 basic properties that a reader may use. */
export interface MessageProperties {
  contentType?: string | undefined;
  contentEncoding?: string | undefined;
  correlationId?: string | undefined;
  replyTo?: string | undefined;
  messageId?: string | undefined;
  /** Unix time in seconds, as AMQP has it. */
  timestamp?: number | undefined;
  type?: string | undefined;
  userId?: string | undefined;
  appId?: string | undefined;
}

export interface Envelope {
  reader: ReaderName;
  /** Null where the producer gave none: then every arrival is a distinct event. */
  eventId: string | null;
  eventType: string;
  kind: EventKind;
  producer: string | null;
  /** May be known where the id is not (`CreateOrder` makes an order that has no id yet), and the other way round. */
  aggregateType: string | null;
  aggregateId: string | null;
  /** The aggregate's version as the producer declared it: a non-negative safe integer. */
  declaredVersion: number | null;
  /** Version of the payload's schema, as text (`"1"`, `"1.0"`). */
  schemaVersion: string | null;
  occurredAt: Date | null;
  correlationId: string | null;
  causationId: string | null;
  /** 32 lower-case hexadecimal digits when it came from `traceparent`; otherwise as given. */
  traceId: string | null;
  spanId: string | null;
  /** Who did it: user id of the metadata, of the payload's envelope, or of the properties. */
  actor: string | null;
  /** At most 16, without the event's own aggregate, without repetition, in order of appearance. */
  references: Reference[];
  /** Names of the fields above that we concluded and the producer did not say. */
  inferred: (keyof Envelope)[];
}

/** Why a message could not be read as an event. Kept with the message. */
export type UnreadableReason =
  | "empty body"
  | "body is not JSON"
  | "body is not a JSON object"
  | "body could not be decoded"
  | "no event type"
  | "too deeply nested"
  | "body too large to read"
  | "reader failed";

export type Reading =
  | { readable: true; envelope: Envelope }
  | { readable: false; reason: UnreadableReason; detail: string | null };

/**
 * An operator's own mapping for one exchange: where each field stands, as a dotted path into `body`, `headers` or
 * `properties` (`body.meta.id`, `body.ids.0`, `properties.message-id`), or `routingKey` or `exchange` itself.
 */
export interface EnvelopeMapping {
  exchange: string;
  fields: Partial<Record<Exclude<keyof Envelope, "reader" | "references" | "inferred">, string>>;
}
