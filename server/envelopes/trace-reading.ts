import { emptyDraft } from "./draft";
import type { Envelope, EnvelopeMapping, IncomingMessage } from "./envelope";
import { isObject } from "./json";
import { keyInfo } from "./keys";
import { readInStages, type Stage, sourceOf } from "./read-envelope";
import { readTime } from "./read-time";

/** Where a field of an envelope was read from. */
export interface FieldSource {
  /** The reader that gave it; `concluded`: none did, it follows from others. */
  stage: Stage;
  /** The place that holds the value, for example `body.metadata.correlationId`; null where it is not one place. */
  path: string | null;
}

export const TRACED_FIELDS = [
  "eventId",
  "eventType",
  "kind",
  "producer",
  "aggregateType",
  "aggregateId",
  "declaredVersion",
  "schemaVersion",
  "occurredAt",
  "correlationId",
  "causationId",
  "traceId",
  "spanId",
  "actor",
] as const satisfies readonly (keyof Envelope)[];
export type TracedField = (typeof TRACED_FIELDS)[number];

/** What is found for a field: its source, and the value that is read today. */
export type ReadingTrace = { [Field in TracedField]?: FieldSource & { value: Envelope[Field] } };

/**
 * Reads a message once more and notes where each field comes from. The readers are those of today, and so is the
 * mapping: a value that differs from a stored one says that it was read otherwise then.
 */
export function traceReading(message: IncomingMessage, mapping?: EnvelopeMapping): ReadingTrace {
  const { source } = sourceOf(message);
  const draft = emptyDraft();
  const trace: ReadingTrace = {};
  const places = placesOf(message, source.json ?? source.body);
  readInStages(draft, source, mapping, (stage) => {
    for (const field of TRACED_FIELDS) {
      const value = draft[field];
      if (value === null || trace[field]) continue;
      const told = stage === "mapping" ? (mapping?.fields[field] ?? null) : null;
      const path = told ?? findPlace(places, field, value, stage);
      Object.assign(trace, { [field]: { stage, path, value } });
    }
  });
  // What is concluded may put a word into another form: the value is the one that the envelope has in the end.
  for (const field of TRACED_FIELDS) {
    if (trace[field]) Object.assign(trace[field], { value: draft[field] });
  }
  return trace;
}

interface Place {
  path: string;
  name: string;
  value: unknown;
}

/** Values and levels of a body that are looked at: an envelope stands at its top. */
const MOST_PLACES = 2_000;
const MOST_LEVELS = 6;

function placesOf(message: IncomingMessage, body: unknown): Place[] {
  const places: Place[] = [
    { path: "routingKey", name: "routingKey", value: message.routingKey },
    { path: "exchange", name: "exchange", value: message.exchange },
  ];
  walk(places, "properties", message.properties);
  walk(places, "headers", message.headers);
  walk(places, "body", body);
  return places;
}

function walk(places: Place[], path: string, value: unknown, level = 0): void {
  if (!isObject(value) || level > MOST_LEVELS) return;
  for (const [name, inner] of Object.entries(value)) {
    if (places.length > MOST_PLACES) return;
    const at = `${path}.${name}`;
    if (isObject(inner)) walk(places, at, inner, level + 1);
    else places.push({ path: at, name, value: inner });
  }
}

const LOOKS_IN: Record<Stage, RegExp> = {
  mapping: /^/,
  cloudevents: /^(body|headers)\./,
  body: /^body\./,
  properties: /^(properties|headers)\./,
  "routing-key": /^(routingKey$|exchange$|properties\.|headers\.)/,
  concluded: /^(body|headers|properties)\./,
};

/** The place with a name that stands for the field; else the only one that holds the value. */
function findPlace(
  places: readonly Place[],
  field: TracedField,
  value: unknown,
  stage: Stage,
): string | null {
  const holding = places.filter((place) => LOOKS_IN[stage].test(place.path) && holds(place.value, value));
  const named = holding.find(({ name }) => keyInfo(name).field === field);
  if (named) return named.path;
  return holding.length === 1 ? holding[0]!.path : null;
}

function holds(given: unknown, value: unknown): boolean {
  if (value instanceof Date) return readTime(given)?.getTime() === value.getTime();
  if (typeof given === "number" || typeof given === "boolean") return String(given) === String(value);
  return typeof given === "string" && given === String(value);
}
