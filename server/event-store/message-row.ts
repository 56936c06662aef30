import { streamId as toStreamId } from "@/server/envelopes/stream-id";
import type { CopyBuffer } from "./binary-copy";
import { type Bytes, leafHash } from "./digests";
import type { Arrival, ArrivalRecord, ReadingOutcome } from "./record";

/** What the transaction decided about a record, beside the record itself. */
export interface Placement {
  id: number;
  /** As the record says, but for what turned out to be an echo. */
  arrival: Arrival;
  reading: ReadingOutcome;
  /** The first arrival of the event that this one repeats or clashes with. */
  first: { id: number; receivedAt: number } | null;
  streamSeq: number | null;
  anomalies: readonly string[];
}

/** Columns in the order that `writeMessageRow` writes them. The first eleven are the entry that the leaf hash covers. */
export const MESSAGE_COLUMNS = [
  "id",
  "received_at",
  "vhost",
  "exchange",
  "routing_key",
  "arrival",
  "redelivered",
  "raw_properties",
  "body_codec",
  "body_size",
  "body",
  "headers",
  "content_digest",
  "reading",
  "unreadable_reason",
  "first_id",
  "first_received_at",
  "anomalies",
  "reader",
  "event_id",
  "event_type",
  "kind",
  "producer",
  "stream_id",
  "stream_seq",
  "aggregate_type",
  "aggregate_id",
  "declared_version",
  "schema_version",
  "occurred_at",
  "correlation_id",
  "causation_id",
  "trace_id",
  "span_id",
  "actor",
  "refs",
  "inferred",
] as const;

/** Takes the rows that `writeMessageRow` writes. */
export const COPY_MESSAGES = `COPY messages (${MESSAGE_COLUMNS.join(", ")}) FROM STDIN (FORMAT binary)`;

/** From `reader` to `inferred`. */
const ENVELOPE_COLUMNS = MESSAGE_COLUMNS.length - MESSAGE_COLUMNS.indexOf("reader");

/**
 * Writes one row of `messages` and returns its leaf hash (32 bytes as latin-1 text).
 * The entry under the hash is the first eleven fields exactly as PostgreSQL's binary format has them, each with its
 * length before it: everything that came from the wire, as stored, and of what we concluded only how it arrived.
 */
export function writeMessageRow(out: CopyBuffer, record: ArrivalRecord, placement: Placement): Bytes {
  const start = out.beginRow(MESSAGE_COLUMNS.length);
  out.int64(placement.id);
  out.timestamp(record.receivedAt);
  out.text(record.vhost);
  out.text(record.exchange);
  out.text(record.routingKey);
  out.text(placement.arrival);
  out.bool(record.redelivered);
  out.bytes(record.rawProperties);
  out.int16(record.body?.codec ?? 0);
  out.int32(record.bodySize);
  out.bytes(record.body?.bytes ?? null);
  const leaf = out.withZeroBefore(start, leafHash);

  out.jsonb(record.headersJson);
  out.latin1(record.contentDigest);
  out.text(placement.reading);
  out.text(record.unreadableReason);
  out.int64(placement.first?.id ?? null);
  out.timestamp(placement.first?.receivedAt ?? null);
  out.textArray(placement.anomalies);
  const envelope = record.envelope;
  if (!envelope) {
    for (let column = 0; column < ENVELOPE_COLUMNS; column++) out.null();
    return leaf;
  }
  out.text(envelope.reader);
  out.text(envelope.eventId);
  out.text(envelope.eventType);
  out.text(envelope.kind);
  out.text(envelope.producer);
  out.text(record.streamId);
  out.int64(placement.streamSeq);
  out.text(envelope.aggregateType);
  out.text(envelope.aggregateId);
  out.int64(envelope.declaredVersion);
  out.text(envelope.schemaVersion);
  out.timestamp(envelope.occurredAt?.getTime() ?? null);
  out.text(envelope.correlationId);
  out.text(envelope.causationId);
  out.text(envelope.traceId);
  out.text(envelope.spanId);
  out.text(envelope.actor);
  out.textArray(
    envelope.references.length === 0 ? [] : envelope.references.map((ref) => toStreamId(ref.type, ref.id)),
  );
  out.textArray(envelope.inferred);
  return leaf;
}
