import { count, type Draft, word } from "./draft";
import type { Fields } from "./fields";
import { declaredType } from "./nouns";
import { readTime } from "./read-time";
import { identity, LONGEST_LABEL, label } from "./text";
import { readTraceparent } from "./traceparent";

/**
 * Fills what is still null from fields whose names leave no doubt. What depends on the shape around it (`version`,
 * `userId`, `id`, a plain `type`) is left to the reader of that shape.
 */
export function putCommon(draft: Draft, fields: Fields): void {
  draft.eventId ??= identity(fields.eventId) ?? identity(fields.messageId);
  draft.eventType ??= word(fields.eventType);
  draft.producer ??= word(fields.producer) ?? word(fields.source);
  draft.occurredAt ??= readTime(fields.occurredAt) ?? readTime(fields.timestamp);
  draft.correlationId ??= identity(fields.correlationId);
  draft.causationId ??= identity(fields.causationId);
  draft.declaredVersion ??= count(fields.aggregateVersion);
  draft.schemaVersion ??= label(fields.schemaVersion);
  draft.actor ??= label(fields.actor);
  putAggregate(draft, fields);
  putTrace(draft, fields);
}

/** Only together: the id of one reader under the type of another would name a stream that nobody meant. */
function putAggregate(draft: Draft, fields: Fields): void {
  if (draft.aggregateId !== null || draft.aggregateType !== null) return;
  draft.aggregateId = identity(fields.aggregateId);
  const said = fields.aggregateType;
  if (typeof said !== "string" || said.length > LONGEST_LABEL) return;
  const { type, translated } = declaredType(said);
  draft.aggregateType = type;
  if (translated) draft.inferred.push("aggregateType");
}

/** A span belongs to its trace: one of another trace would point nowhere. */
export function putTrace(draft: Draft, fields: Fields): void {
  const parent = readTraceparent(fields.traceparent);
  const traceId = parent?.traceId ?? identity(fields.traceId);
  if (traceId === null) {
    if (draft.traceId === null) draft.spanId ??= identity(fields.spanId);
    return;
  }
  draft.traceId ??= traceId;
  if (draft.traceId.toLowerCase() === traceId.toLowerCase())
    draft.spanId ??= parent?.spanId ?? identity(fields.spanId);
}
