import type { Envelope, EnvelopeMapping, IncomingMessage, Reading } from "./envelope";
import { readEnvelope } from "./read-envelope";

/** A message as a spec describes it: only what matters; the body as an object, text or bytes. */
export type Described = Partial<Omit<IncomingMessage, "body">> & { body?: unknown };

/** The message of a description. */
export function message({ body = "", ...rest }: Described): IncomingMessage {
  const bytes = Buffer.isBuffer(body)
    ? body
    : Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
  return { exchange: "shop", routingKey: "", properties: {}, headers: {}, ...rest, body: bytes };
}

/** Reads a described message. */
export function read(described: Described, mapping?: EnvelopeMapping): Reading {
  return readEnvelope(message(described), mapping);
}

/** The envelope of a described message; fails the spec where it cannot be read. */
export function envelopeOf(described: Described, mapping?: EnvelopeMapping): Envelope {
  const reading = read(described, mapping);
  if (!reading.readable) throw new Error(`not readable: ${reading.reason}`);
  return reading.envelope;
}

/** A whole envelope from the fields that are said; the others hold nothing. */
export function envelope(said: Pick<Envelope, "reader" | "eventType"> & Partial<Envelope>): Envelope {
  return {
    eventId: null,
    kind: "event",
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
    ...said,
  };
}
