import { conclude } from "./conclude";
import { decodeBody } from "./decode-body";
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
  const body = decodeBody(message);
  const source: Source = {
    message,
    body: body.object,
    json: body.json,
    headerFields: fieldsOf(message.headers),
  };
  const draft = emptyDraft();
  if (mapping && mapping.exchange === message.exchange) readMapping(draft, source, mapping);
  const data = readCloudEvent(draft, source);
  const inner = data === undefined ? source.body : data;
  if (inner) readBody(draft, inner);
  readProperties(draft, source);
  readRoutingKey(draft, source);
  if (draft.eventType === null) {
    const { reason, detail } = body.failure ?? { reason: "no event type", detail: null };
    return { readable: false, reason, detail };
  }
  conclude(draft, draft.eventType, message);
  return { readable: true, envelope: finish(draft, draft.eventType) };
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
