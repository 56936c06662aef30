import type { CheckedEvent } from "./check-event";
import { serviceOf } from "./complaint-events";
import type { AuditEntry } from "./view-schemas";

/** The audit trail of a complaint with one event more; a marker of compensation is noted on what it is about, too. */
export function withAudited(trail: readonly AuditEntry[], event: CheckedEvent): AuditEntry[] {
  const { eventId, eventType, aggregateType, aggregateId, metadata } = event;
  const entry: AuditEntry = {
    eventId,
    eventType,
    service: serviceOf(eventType).service,
    streamId: `${aggregateType}-${aggregateId}`,
    version: metadata.version,
    at: metadata.timestamp,
    by: metadata.userId ?? null,
    correlationId: metadata.correlationId,
    causationId: metadata.causationId ?? null,
    compensated: null,
  };
  if (event.eventType !== "AUDIT_COMPENSATION") return [...trail, entry];
  const { compensationId, auditId, entries } = event.eventData;
  const compensated = { compensationId, auditId, at: metadata.timestamp };
  const marked = trail.map((other) =>
    other.compensated === null && entries.includes(other.eventId) ? { ...other, compensated } : other,
  );
  return [...marked, entry];
}
