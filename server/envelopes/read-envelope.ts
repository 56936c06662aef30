import { conclude } from "./conclude";
import { decodeBody, type ReadBody } from "./decode-body";
import { type Draft, emptyDraft, type Source } from "./draft";
import type { EnvelopeMapping, IncomingMessage, Reading } from "./envelope";
import { fieldsOf } from "./fields";
import { readBody } from "./from-body";
import { readCloudEvent } from "./from-cloudevents";
import { readMapping } from "./from-mapping";
import { readProperties } from "./from-properties";
import { readRoutingKey } from "./from-routing-key";

/**
 * Reads what a message says happened. The readers run from the operator's mapping down to the routing key; each
 * fills only what those before it left open, and what nobody said is concluded at the end and marked as inferred.
 * Never throws, whatever the message holds; every text in the answer can be stored by PostgreSQL.
 */
export function readEnvelope(message: IncomingMessage, mapping?: EnvelopeMapping): Reading {
  const { source, failure } = sourceOf(message);
  const draft = emptyDraft();
  if (!readInStages(draft, source, mapping) || draft.eventType === null) {
    const { reason, detail } = failure ?? { reason: "no event type", detail: null };
    return { readable: false, reason, detail };
  }
  return { readable: true, envelope: finish(draft, draft.eventType) };
}

/** What the readers of a message share, and why its body could not be read. */
export function sourceOf(message: IncomingMessage): { source: Source; failure: ReadBody["failure"] } {
  const body = decodeBody(message);
  const source = { message, body: body.object, json: body.json, headerFields: fieldsOf(message.headers) };
  return { source, failure: body.failure };
}

/** The readers in their order, and the conclusion. */
export const STAGES = ["mapping", "cloudevents", "body", "properties", "routing-key", "concluded"] as const;
export type Stage = (typeof STAGES)[number];

/** Fills a draft, reader after reader, and tells `after` each. Returns whether a type was found: else nothing is concluded. */
export function readInStages(
  draft: Draft,
  source: Source,
  mapping: EnvelopeMapping | undefined,
  after?: (stage: Stage) => void,
): boolean {
  if (mapping && mapping.exchange === source.message.exchange) readMapping(draft, source, mapping);
  after?.("mapping");
  const data = readCloudEvent(draft, source);
  after?.("cloudevents");
  const inner = data === undefined ? source.body : data;
  if (inner) readBody(draft, inner);
  after?.("body");
  readProperties(draft, source);
  after?.("properties");
  readRoutingKey(draft, source);
  after?.("routing-key");
  if (draft.eventType === null) return false;
  conclude(draft, draft.eventType, source.message);
  after?.("concluded");
  return true;
}

function finish(draft: Draft, eventType: string): Extract<Reading, { readable: true }>["envelope"] {
  return {
    reader: draft.reader ?? "routing-key",
    eventId: draft.eventId,
    eventType,
    kind: draft.kind ?? "event",
    producer: draft.producer,
    aggregateType: draft.aggregateType,
    aggregateId: draft.aggregateId,
    declaredVersion: draft.declaredVersion,
    schemaVersion: draft.schemaVersion,
    occurredAt: draft.occurredAt,
    correlationId: draft.correlationId,
    causationId: draft.causationId,
    traceId: draft.traceId,
    spanId: draft.spanId,
    actor: draft.actor,
    references: draft.references,
    inferred: draft.inferred,
  };
}
