import { count, type Draft, word } from "./draft";
import type { ReaderName } from "./envelope";
import { analyseType } from "./event-type";
import { type Fields, fieldsOf } from "./fields";
import { isObject, type JsonObject } from "./json";
import { putCommon, putTrace } from "./put-common";
import { readTime } from "./read-time";
import { identity, label } from "./text";

const NONE: Fields = {};

/** A body's envelope fields, and what tells its shape. */
interface Shape {
  fields: Fields;
  metadata: Fields;
  hasMetadata: boolean;
  hasPayload: boolean;
  type: string | null;
}

/** Reads the JSON shapes that carry their own envelope. A body of another shape gives only its unmistakable fields. */
export function readBody(draft: Draft, body: JsonObject): void {
  const shape = shapeOf(fieldsOf(body));
  const reader = recognise(shape);
  if (reader === null) readPlain(draft, shape.fields);
  else {
    draft.reader ??= reader;
    readShape(draft, shape, reader);
  }
  draft.payload = reader !== null && shape.hasPayload ? (shape.fields.payload as JsonObject) : body;
  draft.beside = draft.payload === body ? null : body;
}

function shapeOf(fields: Fields): Shape {
  const hasMetadata = isObject(fields.metadata);
  const hasPayload = isObject(fields.payload);
  return {
    fields,
    metadata: hasMetadata ? fieldsOf(fields.metadata as JsonObject) : NONE,
    hasMetadata,
    hasPayload,
    type: typeOf(fields, hasMetadata || hasPayload),
  };
}

/** A field called `type` may be anything (`"credit_card"`): it counts where its words or its neighbours say that it is an event's. */
function typeOf(fields: Fields, nested: boolean): string | null {
  const said = word(fields.eventType) ?? word(fields.commandType);
  if (said !== null) return said;
  const type = word(fields.type);
  if (type === null) return null;
  const enveloped = nested || fields.aggregateId !== undefined || fields.eventId !== undefined;
  return enveloped || analyseType(type).telling ? type : null;
}

function recognise({ fields, hasMetadata, hasPayload, type }: Shape): ReaderName | null {
  const { aggregateId, eventId } = fields;
  const named = aggregateId !== undefined || eventId !== undefined;
  if (hasMetadata && named && fields.eventType !== undefined) return "sillage";
  if (fields.pascal && (type !== null || named)) return "go-event";
  if (type !== null) {
    const { kind, kindSaid } = analyseType(type);
    if ((kindSaid && kind === "command") || fields.commandType === type) return "command";
    if (kindSaid && kind === "integration_event") return "integration-event";
    if (hasPayload && fields.source !== undefined && fields.correlationId !== undefined)
      return "integration-event";
    if (hasPayload || aggregateId !== undefined) return "domain-event";
    return "flat-event";
  }
  if (hasPayload && named) return "domain-event";
  return eventId !== undefined ? "flat-event" : null;
}

function readShape(draft: Draft, shape: Shape, reader: ReaderName): void {
  const { fields, metadata } = shape;
  if (draft.eventType === null && shape.type !== null) {
    draft.eventType = shape.type;
    draft.saysKind = word(fields.eventType) ? "event" : fields.commandType === shape.type ? "command" : null;
  }
  putCommon(draft, fields);
  if (shape.hasMetadata) putCommon(draft, metadata);
  putVersion(draft, fields.version ?? metadata.version, reader);
  // Beside a payload, `userId` is who did it; inside one it is somebody that the event is about.
  draft.actor ??= identity(metadata.userId) ?? (shape.hasPayload ? identity(fields.userId) : null);
  draft.bareId = fields.id;
}

/** Beside an aggregate's id a whole number is the aggregate's version; anywhere else a `version` is the schema's. */
function putVersion(draft: Draft, version: unknown, reader: ReaderName): void {
  if (version === undefined) return;
  const ofAggregate = reader === "sillage" || draft.aggregateId !== null;
  const counted = ofAggregate ? count(version) : null;
  if (counted !== null) {
    draft.declaredVersion ??= counted;
    return;
  }
  if (draft.schemaVersion !== null) return;
  draft.schemaVersion = label(version);
  if (draft.schemaVersion !== null && reader === "domain-event") draft.inferred.push("schemaVersion");
}

/** Plain data: `source` or `version` may be the business's own here, but these names leave no doubt. */
function readPlain(draft: Draft, fields: Fields): void {
  draft.occurredAt ??= readTime(fields.occurredAt) ?? readTime(fields.timestamp);
  draft.correlationId ??= identity(fields.correlationId);
  draft.causationId ??= identity(fields.causationId);
  putTrace(draft, fields);
}
