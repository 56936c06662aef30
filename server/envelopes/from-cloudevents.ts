import { type Draft, type Source, word } from "./draft";
import { type Fields, MOST_KEYS } from "./fields";
import { isObject, type JsonObject, own } from "./json";
import { keyInfo } from "./keys";
import { putCommon } from "./put-common";
import { identity } from "./text";

const VERSIONS = /^(?:1\.\d{1,3}|0\.3)$/;

/** The attributes of a binary CloudEvent in the headers, or null: `cloudEvents:id`, `cloudEvents_id`, `ce-id`, `ce_id`. */
function cloudEventHeaders(headers: JsonObject): Map<string, unknown> | null {
  let attributes: Map<string, unknown> | null = null;
  const keys = Object.keys(headers);
  const end = Math.min(keys.length, MOST_KEYS);
  for (let i = 0; i < end; i++) {
    const key = keys[i] as string;
    const attribute = keyInfo(key).cloudEvents;
    if (attribute === null) continue;
    attributes ??= new Map();
    if (!attributes.has(attribute)) attributes.set(attribute, headers[key]);
  }
  return attributes;
}

/**
 * Reads CloudEvents 1.0: binary, where the attributes are headers, and structured, where the body has them.
 * Answers the event's data, which may be an envelope itself; undefined where the message is no CloudEvent.
 */
export function readCloudEvent(draft: Draft, source: Source): JsonObject | null | undefined {
  const binary = source.headerFields.cloudEvent ? cloudEventHeaders(source.message.headers) : null;
  if (binary && isCloudEvent((name) => binary.get(name))) {
    put(draft, (name) => binary.get(name));
    return source.body;
  }
  const body = source.body;
  // Without the content type too: four attributes with these names are no accident.
  if (!body || own(body, "specversion") === undefined || !isCloudEvent((name) => own(body, name)))
    return undefined;
  put(draft, (name) => own(body, name));
  const data = own(body, "data");
  return isObject(data) ? data : null;
}

type Attribute = (name: string) => unknown;

function isCloudEvent(attribute: Attribute): boolean {
  const version = attribute("specversion");
  if (typeof version !== "string" || !VERSIONS.test(version)) return false;
  return (
    word(attribute("type")) !== null &&
    identity(attribute("id")) !== null &&
    word(attribute("source")) !== null
  );
}

function put(draft: Draft, attribute: Attribute): void {
  draft.reader ??= "cloudevents";
  const fields: Fields = {
    eventId: attribute("id"),
    eventType: attribute("type"),
    source: attribute("source"),
    occurredAt: attribute("time"),
    traceparent: attribute("traceparent"),
    // Extensions that several producers share; CloudEvents writes names in lower case without separators.
    correlationId: attribute("correlationid"),
    causationId: attribute("causationid"),
    aggregateType: attribute("aggregatetype"),
    aggregateId: attribute("aggregateid"),
    aggregateVersion: attribute("aggregateversion"),
    schemaVersion: attribute("schemaversion") ?? attribute("dataversion"),
    userId: attribute("userid"),
  };
  putCommon(draft, fields);
  draft.actor ??= identity(fields.userId);
  draft.subject ??= attribute("subject");
}
