import type { AuditEvent } from "@/server/audit/audit-schemas";
import { parseStreamId } from "@/server/envelopes/stream-id";
import { nameOf } from "./field-names";
import type { Judge } from "./judge";
import type { ReadRule } from "./masking-rule";

/**
 * Fields of an envelope were read from a message, so a rule that names where they were read from masks them too. Which
 * name that was is not stored with the message: every name that they can come from counts (server/envelopes/keys.ts).
 */

export type Column =
  | "eventId"
  | "aggregateId"
  | "correlationId"
  | "causationId"
  | "traceId"
  | "spanId"
  | "actor"
  | "producer"
  | "routingKey";

const METADATA = ["metadata", "meta", "eventMetadata"];
const PAYLOAD = ["payload", "eventData", "data", "detail", "eventPayload"];

const SOURCES: Record<Column, readonly string[]> = {
  eventId: ["eventId", "id", "messageId", ...METADATA],
  aggregateId: ["aggregateId", "streamId", "aggregateRootId", "entityId", "id", "subject", ...PAYLOAD],
  correlationId: ["correlationId", "correlation", ...METADATA],
  causationId: ["causationId", "causation", "causeId", ...METADATA],
  traceId: ["traceId", "traceparent", "b3TraceId", ...METADATA],
  spanId: ["spanId", "traceparent", "b3SpanId", ...METADATA],
  actor: ["actor", "actorId", "userId", "performedBy", "initiatedBy", "triggeredBy", ...METADATA, ...PAYLOAD],
  producer: ["producer", "producedBy", "publisher", "service", "serviceName", "appId", "source", ...METADATA],
  routingKey: ["routingKey"],
};

/** Whether a column is masked in the place of the judge. */
export function isColumnMasked(judge: Judge, column: Column): boolean {
  return SOURCES[column].some((name) => isNamed(judge, name));
}

/** Whether the id of an aggregate of that type is masked: a rule names `customerId`, and this is a `Customer`. */
export function isAggregateMasked(judge: Judge, type: string | null): boolean {
  return isColumnMasked(judge, "aggregateId") || (type !== null && isReferenceMasked(judge, type));
}

export function isReferenceMasked(judge: Judge, type: string): boolean {
  return [`${type} id`, `id ${type}`, `${type} ids`].some((name) => isNamed(judge, name));
}

/** Whether some rule masks the ids of some type of aggregates. */
export function masksSomeId(rules: readonly ReadRule[]): boolean {
  return rules.some(({ rule, name, path }) => {
    if (rule.effect === "show") return false;
    const words = name?.words ?? nameOf(path!.at(-1) ?? "").words;
    return path?.at(-1) === null || words.some((word) => /^ids?$/.test(word)) || (name?.before ?? false);
  });
}

function isNamed(judge: Judge, name: string): boolean {
  const { own, byDefault } = judge.field(name);
  let rule = own;
  for (const { steps, rule: byPath } of judge.paths) {
    if (leadsTo(steps, name) && (!rule || byPath.rank > rule.rank)) rule = byPath;
  }
  return rule ? rule.rule.effect === "mask" : byDefault;
}

/** Whether a path ends at a field of that name. `$.metadata.*` ends at each, `$.customer.*` at none of an envelope's. */
function leadsTo(steps: readonly (string | null)[], name: string): boolean {
  const last = steps.at(-1);
  if (last != null) return nameOf(last).joined === nameOf(name).joined;
  const above = steps.at(-2);
  return above == null || [...METADATA, ...PAYLOAD].some((it) => nameOf(it).joined === nameOf(above).joined);
}

/** The type of the aggregate that a stream id speaks of. */
export const typeOfStream = (streamId: string): string | null => parseStreamId(streamId)?.type ?? null;

export type EventColumns = Pick<AuditEvent, "aggregateType" | "aggregateId" | "streamId" | "references">;
