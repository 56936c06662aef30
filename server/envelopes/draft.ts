import type { EventKind, IncomingMessage, ReaderName, Reference } from "./envelope";
import type { Fields } from "./fields";
import type { JsonObject } from "./json";
import { label } from "./text";

/** What the readers of one message share: the message, and its body and headers as far as they could be read. */
export interface Source {
  message: IncomingMessage;
  /** The body where it is a JSON object. */
  body: JsonObject | null;
  /** Any JSON value that the body is. */
  json: unknown;
  headerFields: Fields;
}

/** What a draft holds only until it is concluded. */
type WorkingField = "payload" | "beside" | "bareId" | "subject" | "saysKind";

/** An envelope in the making. Readers run from the most to the least specific, and each fills only what is still null. */
export interface Draft {
  /** The first reader that found something. */
  reader: ReaderName | null;
  eventId: string | null;
  eventType: string | null;
  kind: EventKind | null;
  producer: string | null;
  aggregateType: string | null;
  aggregateId: string | null;
  declaredVersion: number | null;
  schemaVersion: string | null;
  occurredAt: Date | null;
  correlationId: string | null;
  causationId: string | null;
  traceId: string | null;
  spanId: string | null;
  actor: string | null;
  references: Reference[];
  inferred: Exclude<keyof Draft, WorkingField>[];
  /** Where the business ids stand; null where the body could not be read. */
  payload: JsonObject | null;
  /** The object around the payload, where more ids may stand; null where the payload is the whole body. */
  beside: JsonObject | null;
  /** An `id` beside the type: the event's own, or the aggregate's. */
  bareId: unknown;
  /** The `subject` of a CloudEvent: often the aggregate's id, or a path that ends with it. */
  subject: unknown;
  /** What the producer called the field of the type (`eventType`, `command`), so that the kind is no guess. */
  saysKind: "event" | "command" | null;
}

/** An envelope of which nothing is known yet. */
export function emptyDraft(): Draft {
  return {
    reader: null,
    eventId: null,
    eventType: null,
    kind: null,
    producer: null,
    aggregateType: null,
    aggregateId: null,
    declaredVersion: null,
    schemaVersion: null,
    occurredAt: null,
    correlationId: null,
    causationId: null,
    traceId: null,
    spanId: null,
    actor: null,
    references: [],
    inferred: [],
    payload: null,
    beside: null,
    bareId: undefined,
    subject: undefined,
    saysKind: null,
  };
}

/** A version that counts: a non-negative safe integer. */
export function count(value: unknown): number | null {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

/** A word that is text; a number is no type and no producer. */
export function word(value: unknown): string | null {
  return typeof value === "string" ? label(value) : null;
}
