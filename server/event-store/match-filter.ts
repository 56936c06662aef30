import { inScope } from "@/server/access/scope";
import { findsAppended, type MessageFilter } from "./message-filter";
import type { MessageSummary } from "./message-summary";
import { isPattern, matchesPattern } from "./routing-pattern";

/** Whether a message meets a filter, free text apart: the same answer as the SQL of message-filter.ts gives. */
export function matchesFilter(filter: MessageFilter, row: MessageSummary): boolean {
  return (
    (row.arrival !== "appended" || findsAppended(filter)) &&
    (filter.scope === undefined || inScope(filter.scope, row)) &&
    same(filter.vhost, row.vhost) &&
    same(filter.exchange, row.exchange) &&
    matchesKey(filter.routingKey, row.routingKey) &&
    (!filter.plainKey || !/@|%40|eyJ/.test(row.routingKey)) &&
    same(filter.eventType, row.eventType) &&
    same(filter.kind, row.kind) &&
    same(filter.producer, row.producer) &&
    same(filter.aggregateType, row.aggregateType) &&
    same(filter.aggregateId, row.aggregateId) &&
    same(filter.streamId, row.streamId) &&
    same(filter.correlationId, row.correlationId) &&
    same(filter.causationId, row.causationId) &&
    same(filter.traceId, row.traceId) &&
    same(filter.eventId, row.eventId) &&
    same(filter.userId, row.actor) &&
    same(filter.arrival, row.arrival) &&
    same(filter.reading, row.reading) &&
    same(filter.anomaly, row.anomalies.length > 0) &&
    (filter.from === undefined || row.receivedAt >= filter.from) &&
    (filter.to === undefined || row.receivedAt < filter.to)
  );
}

function same<T>(wanted: T | undefined, value: T | null): boolean {
  return wanted === undefined || wanted === value;
}

function matchesKey(wanted: string | undefined, key: string): boolean {
  if (wanted === undefined) return true;
  return isPattern(wanted) ? matchesPattern(wanted, key) : wanted === key;
}
