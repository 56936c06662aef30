import type { Pool } from "pg";
import type { EventKind } from "@/server/envelopes/envelope";
import type { Arrival, ReadingOutcome } from "./record";
import { keyTime, type MessageKey } from "./search-cursor";
import { type SqlFragment, sql } from "./sql";

/** A stored message without its body, headers and raw properties: what a list shows. Everything from the wire is hostile text. */
export interface MessageSummary {
  id: string;
  /** Microseconds since 1970, as decimal text. */
  micros: string;
  receivedAt: Date;
  vhost: string;
  exchange: string;
  routingKey: string;
  arrival: Arrival;
  redelivered: boolean;
  bodySize: number;
  reading: ReadingOutcome;
  unreadableReason: string | null;
  firstId: string | null;
  anomalies: string[];
  reader: string | null;
  eventId: string | null;
  eventType: string | null;
  kind: EventKind | null;
  producer: string | null;
  streamId: string | null;
  streamSeq: number | null;
  aggregateType: string | null;
  aggregateId: string | null;
  declaredVersion: number | null;
  schemaVersion: string | null;
  occurredAt: Date | null;
  correlationId: string | null;
  causationId: string | null;
  traceId: string | null;
  spanId: string | null;
  actor: string | null;
  /** Stream ids. */
  references: string[];
  inferred: string[];
}

/** Select list for `messages AS m`; names are those of MessageSummary. */
export const SUMMARY_COLUMNS: SqlFragment = sql`
  m.id::text AS id, (extract(epoch FROM m.received_at) * 1000000)::bigint::text AS micros, m.received_at AS "receivedAt",
  m.vhost, m.exchange, m.routing_key AS "routingKey", m.arrival, m.redelivered, m.body_size AS "bodySize", m.reading,
  m.unreadable_reason AS "unreadableReason", m.first_id::text AS "firstId", coalesce(m.anomalies, '{}') AS anomalies,
  m.reader, m.event_id AS "eventId", m.event_type AS "eventType", m.kind, m.producer, m.stream_id AS "streamId",
  m.stream_seq::float8 AS "streamSeq", m.aggregate_type AS "aggregateType", m.aggregate_id AS "aggregateId",
  m.declared_version::float8 AS "declaredVersion", m.schema_version AS "schemaVersion", m.occurred_at AS "occurredAt",
  m.correlation_id AS "correlationId", m.causation_id AS "causationId", m.trace_id AS "traceId", m.span_id AS "spanId",
  m.actor, coalesce(m.refs, '{}') AS "references", coalesce(m.inferred, '{}') AS inferred`;

/** The keyed rows of `messages AS m`, by their primary key: `keys` as a table to join. */
export function keyedMessages(keys: readonly MessageKey[]): SqlFragment {
  return sql`unnest(${keys.map(keyTime)}::timestamptz[], ${keys.map((key) => key.id)}::bigint[]) AS k (received_at, id)
             JOIN messages AS m ON m.received_at = k.received_at AND m.id = k.id`;
}

/** Reads the summaries of messages whose keys are known, newest first. */
export async function readSummaries(pool: Pool, keys: readonly MessageKey[]): Promise<MessageSummary[]> {
  if (keys.length === 0) return [];
  const query = sql`SELECT ${SUMMARY_COLUMNS} FROM ${keyedMessages(keys)} ORDER BY m.received_at DESC, m.id DESC`;
  return (await pool.query<MessageSummary>(query.toQuery())).rows;
}
