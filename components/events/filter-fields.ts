import type { EventKind } from "@/server/envelopes/envelope";
import type { Arrival, ReadingOutcome } from "@/server/event-store/record";

/** The fields of a search as the pages know them, in the order in which a person meets them. */

export const KINDS = [
  "event",
  "integration_event",
  "command",
  "request",
  "reply",
] as const satisfies readonly EventKind[];
export const ARRIVALS = [
  "published",
  "dead_lettered",
  "retried",
  "redriven",
  "replayed",
  "echo",
  "appended",
] as const satisfies readonly Arrival[];
export const READINGS = [
  "event",
  "duplicate",
  "clash",
  "repeat",
  "intrusion",
  "unreadable",
] as const satisfies readonly ReadingOutcome[];

/** Fields whose value is any text. */
export const TEXT_FIELDS = [
  "exchange",
  "routingKey",
  "eventType",
  "producer",
  "aggregateType",
  "aggregateId",
  "streamId",
  "correlationId",
  "causationId",
  "traceId",
  "eventId",
  "userId",
  "vhost",
] as const;

/** Fields whose value is one of a few words. */
export const CHOICES = {
  kind: KINDS,
  reading: READINGS,
  arrival: ARRIVALS,
  anomaly: ["true", "false"],
} as const;

export type TextField = (typeof TEXT_FIELDS)[number];
export type ChoiceField = keyof typeof CHOICES;
export type FilterField = TextField | ChoiceField;

export const FILTER_FIELDS: readonly FilterField[] = [
  "exchange",
  "routingKey",
  "eventType",
  "kind",
  "producer",
  "aggregateType",
  "aggregateId",
  "streamId",
  "correlationId",
  "causationId",
  "traceId",
  "eventId",
  "userId",
  "reading",
  "arrival",
  "anomaly",
  "vhost",
];

/** The words that a choice field may take; null for a field of free text. */
export function choicesOf(field: FilterField): readonly string[] | null {
  return field in CHOICES ? CHOICES[field as ChoiceField] : null;
}

/** Values of the filters that are set. */
export type FilterValues = Partial<Record<FilterField, string>>;
