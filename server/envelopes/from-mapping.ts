import { count, type Draft, type Source, word } from "./draft";
import { type EnvelopeMapping, EVENT_KINDS, type EventKind } from "./envelope";
import { own } from "./json";
import { keyInfo } from "./keys";
import { declaredType } from "./nouns";
import { readTime } from "./read-time";
import { remember } from "./remember";
import { identity, LONGEST_LABEL, label } from "./text";
import { wordsOf } from "./words";

const partsOf = remember(500, (path) => path.split(".", 32));

/** Reads the fields where the operator says they are. A path that leads nowhere leaves its field to the other readers. */
export function readMapping(draft: Draft, source: Source, mapping: EnvelopeMapping): void {
  let found = false;
  for (const [field, path] of Object.entries(mapping.fields)) {
    if (typeof path !== "string") continue;
    const value = follow(source, path);
    if (value === undefined || value === null || !put(draft, field as keyof EnvelopeMapping["fields"], value))
      continue;
    found = true;
  }
  if (found) draft.reader = "mapping";
}

/** The value at a dotted path into `body`, `headers` or `properties`, or the `exchange` or `routingKey` itself. */
function follow({ message, json }: Source, path: string): unknown {
  const parts = partsOf(path);
  switch (parts[0]) {
    case "body":
      return walk(json, parts, 1);
    case "headers":
      return walk(message.headers, parts, 1);
    case "properties":
      return property(message.properties, parts.slice(1).join("."));
    case "exchange":
      return message.exchange;
    case "routingKey":
      return message.routingKey;
    default:
      return undefined;
  }
}

function walk(start: unknown, parts: readonly string[], from: number): unknown {
  let value = start;
  for (let i = from; i < parts.length; i++) {
    if (typeof value !== "object" || value === null) return undefined;
    // A name may hold dots itself, as header names do; then the rest of the path is one name.
    const rest = own(value, parts.slice(i).join("."));
    if (rest !== undefined) return rest;
    value = own(value, parts[i] as string);
  }
  return value;
}

/** AMQP writes `message-id`, amqplib `messageId`: an operator may write either. */
function property(properties: object, name: string): unknown {
  const exact = own(properties, name);
  if (exact !== undefined) return exact;
  const wanted = wordsOf(name).join("");
  const key = Object.keys(properties).find((each) => keyInfo(each) && wordsOf(each).join("") === wanted);
  return key === undefined ? undefined : own(properties, key);
}

function put(draft: Draft, field: keyof EnvelopeMapping["fields"], value: unknown): boolean {
  switch (field) {
    case "eventId":
    case "aggregateId":
    case "correlationId":
    case "causationId":
    case "traceId":
    case "spanId":
      draft[field] = identity(value);
      break;
    case "eventType":
    case "producer":
      draft[field] = word(value);
      break;
    case "actor":
    case "schemaVersion":
      draft[field] = label(value);
      break;
    case "aggregateType":
      draft.aggregateType = aggregateType(value);
      break;
    case "kind":
      draft.kind = kind(value);
      break;
    case "declaredVersion":
      draft.declaredVersion = count(
        typeof value === "string" && /^\d{1,16}$/.test(value) ? Number(value) : value,
      );
      break;
    case "occurredAt":
      draft.occurredAt = readTime(value);
      break;
    default:
      return false;
  }
  return draft[field] !== null;
}

/** The operator said that this is the type, so the dictionary's word for it is no guess of ours. */
function aggregateType(value: unknown): string | null {
  return typeof value === "string" && value.length <= LONGEST_LABEL ? declaredType(value).type : null;
}

function kind(value: unknown): EventKind | null {
  if (typeof value !== "string" || value.length > 40) return null;
  const said = wordsOf(value).join("_");
  return EVENT_KINDS.find((each) => each === said) ?? null;
}
