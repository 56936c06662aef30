import type { Scope } from "@/server/access/scope";
import type { EventKind } from "@/server/envelopes/envelope";
import type { Arrival, ReadingOutcome } from "./record";
import { isPattern, patternPrefix, patternToRegex } from "./routing-pattern";
import { scopeConditions } from "./scope-conditions";
import { type SqlFragment, sql } from "./sql";
import type { TextView } from "./text-view";

/** What a person looks for. Absent means "any"; all that is present must hold. */
export interface MessageFilter {
  /** The part of the traffic that whoever looks may see; absent where the product itself looks. */
  scope?: Scope | undefined;
  vhost?: string | undefined;
  exchange?: string | undefined;
  /** Exact, or with the wildcards `*` and `#` of a topic exchange. */
  routingKey?: string | undefined;
  eventType?: string | undefined;
  kind?: EventKind | undefined;
  producer?: string | undefined;
  aggregateType?: string | undefined;
  aggregateId?: string | undefined;
  streamId?: string | undefined;
  correlationId?: string | undefined;
  causationId?: string | undefined;
  traceId?: string | undefined;
  eventId?: string | undefined;
  /** Who did it, as the envelope says. */
  userId?: string | undefined;
  arrival?: Arrival | undefined;
  reading?: ReadingOutcome | undefined;
  /** Only messages with an anomaly, or only those without. */
  anomaly?: boolean | undefined;
  /** Only routing keys without an e-mail address or a token in them, for somebody who is not shown those. */
  plainKey?: true | undefined;
  /** Free text in body and headers; see search-text.ts. */
  q?: string | undefined;
  /** What of a message `q` is looked for in, where that is not all. */
  view?: TextView | undefined;
  /** First moment, inclusive. */
  from?: Date | undefined;
  /** Last moment, exclusive. */
  to?: Date | undefined;
}

/** Fields that an index finds directly, by equality, in no order. Each value is expected to be rare. */
export const ID_FIELDS = ["eventId", "causationId", "correlationId", "traceId", "streamId"] as const;
/** Fields with an index in time order. */
export const ORDERED_FIELDS = ["eventType", "producer", "exchange"] as const;
/** Fields that the per-minute rollups know. */
export const ROLLUP_FIELDS = ["vhost", "exchange", "arrival", "reading", "eventType", "kind"] as const;

type ConditionField = Exclude<keyof MessageFilter, "scope" | "q" | "view" | "from" | "to">;

const CONDITIONS: { [F in ConditionField]: (value: NonNullable<MessageFilter[F]>) => SqlFragment } = {
  vhost: (value) => sql`m.vhost = ${value}`,
  exchange: (value) => sql`m.exchange = ${value}`,
  routingKey: (value) => (isPattern(value) ? ofPattern(value) : sql`m.routing_key = ${value}`),
  eventType: (value) => sql`m.event_type = ${value}`,
  kind: (value) => sql`m.kind = ${value}::event_kind`,
  producer: (value) => sql`m.producer = ${value}`,
  aggregateType: (value) => sql`m.aggregate_type = ${value}`,
  aggregateId: (value) => sql`m.aggregate_id = ${value}`,
  streamId: (value) => sql`m.stream_id = ${value}`,
  correlationId: (value) => sql`m.correlation_id = ${value}`,
  causationId: (value) => sql`m.causation_id = ${value}`,
  traceId: (value) => sql`m.trace_id = ${value}`,
  eventId: (value) => sql`m.event_id = ${value}`,
  userId: (value) => sql`m.actor = ${value}`,
  arrival: (value) => sql`m.arrival = ${value}::arrival`,
  reading: (value) => sql`m.reading = ${value}::reading`,
  plainKey: () => sql`m.routing_key !~ '@|%40|eyJ'`,
  anomaly: (value) => (value ? sql`m.anomalies IS NOT NULL` : sql`m.anomalies IS NULL`),
};

/**
 * Most keys that do not match are told by their beginning, without a regular expression. `coalesce` changes nothing but the
 * planner's belief: of an expression that matches a pattern it expects one row in two hundred, of this every second one.
 */
function ofPattern(pattern: string): SqlFragment {
  const matches = sql`coalesce((CASE m.routing_key WHEN '' THEN '' ELSE '.' || m.routing_key END) ~ ${patternToRegex(pattern)}, FALSE)`;
  const prefix = patternPrefix(pattern);
  return prefix === "" ? matches : sql`(m.routing_key ^@ ${prefix} AND ${matches})`;
}

/** The fields of a filter that are set, apart from scope, free text and range. */
export function fieldsOf(filter: MessageFilter): ConditionField[] {
  return (Object.keys(CONDITIONS) as ConditionField[]).filter((field) => filter[field] !== undefined);
}

/** Condition of one field on `messages AS m`. */
export function condition<F extends ConditionField>(filter: MessageFilter, field: F): SqlFragment {
  return CONDITIONS[field](filter[field] as NonNullable<MessageFilter[F]>);
}

/**
 * Whether a filter finds events that Sillage appended itself. They were not on the wire: who looks at traffic meets
 * their echoes alone; who asks for them, for one thing's events or for what belongs together, meets both.
 */
export function findsAppended(filter: MessageFilter): boolean {
  return (
    filter.arrival === "appended" ||
    filter.aggregateId !== undefined ||
    ID_FIELDS.some((field) => filter[field] !== undefined)
  );
}

/** The condition that leaves out what was not on the wire, where the filter does not find it. */
export function wireOf(filter: MessageFilter): SqlFragment[] {
  return findsAppended(filter) ? [] : [sql`m.arrival <> 'appended'`];
}

/** Conditions of the scope and of all fields. */
export function conditions(filter: MessageFilter): SqlFragment[] {
  return [...wireOf(filter), ...testsOf(filter)];
}

/** Conditions of the scope and of some fields (all that are set, unless said otherwise), without `wireOf`. */
export function testsOf(
  filter: MessageFilter,
  fields: readonly ConditionField[] = fieldsOf(filter),
): SqlFragment[] {
  return [...scopeConditions(filter.scope, "m"), ...fields.map((field) => condition(filter, field))];
}

/** Conditions of the range. */
export function rangeOf(filter: MessageFilter): SqlFragment[] {
  const range: SqlFragment[] = [];
  if (filter.from) range.push(sql`m.received_at >= ${filter.from.toISOString()}::timestamptz`);
  if (filter.to) range.push(sql`m.received_at < ${filter.to.toISOString()}::timestamptz`);
  return range;
}

const ROLLUP_CONDITIONS = {
  vhost: (value: string) => sql`t.vhost = ${value}`,
  exchange: (value: string) => sql`t.exchange = ${value}`,
  arrival: (value: string) => sql`t.arrival = ${value}::arrival`,
  reading: (value: string) => sql`t.reading = ${value}::reading`,
  eventType: (value: string) => sql`t.event_type = ${value}`,
  kind: (value: string) => sql`t.kind = ${value}`,
};

/** Whether the rollups alone can answer a filter, its free text apart. They do not know what was not on the wire. */
export function knownToRollups(filter: MessageFilter): boolean {
  const known = new Set<string>(ROLLUP_FIELDS);
  return !findsAppended(filter) && fieldsOf(filter).every((field) => known.has(field));
}

/** The part of a filter that the rollups can answer, as conditions on `traffic_minutes AS t`. */
export function rollupConditions(filter: MessageFilter): SqlFragment[] {
  const fields = ROLLUP_FIELDS.flatMap((field) => {
    const value = filter[field];
    return value === undefined ? [] : [ROLLUP_CONDITIONS[field](value)];
  });
  return [...scopeConditions(filter.scope, "t"), ...fields];
}
