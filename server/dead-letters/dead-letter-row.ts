import type { ClientBase } from "pg";
import { CopyBuffer } from "@/server/event-store/binary-copy";
import { copyIn } from "@/server/event-store/copy-in";
import type { DeadLetterEntry } from "./prepare-dead-letter";

/** A dead letter with what the transaction decided about it. */
export interface PlacedDeadLetter {
  id: number;
  groupId: number;
  custodyBatch: number | null;
  previous: { id: number; tries: number } | null;
  entry: DeadLetterEntry;
}

/** In the order in which `writeContent` writes them. */
const CONTENT_COLUMNS = [
  "id",
  "vhost",
  "queue",
  "seen_at",
  "died_at",
  "digest",
  "custody_batch",
  "exchange",
  "routing_key",
  "failed_queue",
  "reason",
  "origin_exchange",
  "origin_key",
  "deaths",
  "error_class",
  "error_type",
  "error_message",
  "raw_properties",
  "headers",
  "body_codec",
  "body_size",
  "body",
  "record_id",
  "record_at",
  "event_id",
  "event_type",
  "producer",
  "stream_id",
  "correlation_id",
  "previous_id",
  "tries",
];
const COPY_CONTENTS = `COPY dead_letter_contents (${CONTENT_COLUMNS.join(", ")}) FROM STDIN (FORMAT binary)`;
/** In the order in which `writeState` writes them. */
const STATE_COLUMNS = ["id", "group_id", "vhost", "queue", "state"];
const COPY_STATES = `COPY dead_letter_states (${STATE_COLUMNS.join(", ")}) FROM STDIN (FORMAT binary)`;

/** Inserts dead letters. The states of all are one statement: the groups are counted by a trigger of it. */
export async function insertDeadLetters(
  client: ClientBase,
  rows: readonly PlacedDeadLetter[],
): Promise<void> {
  if (rows.length === 0) return;
  const contents = new CopyBuffer();
  for (const row of rows) writeContent(contents, row);
  await copyIn(client, COPY_CONTENTS, contents.finish());
  const states = new CopyBuffer();
  for (const row of rows) writeState(states, row);
  await copyIn(client, COPY_STATES, states.finish());
}

function writeState(out: CopyBuffer, { id, groupId, entry }: PlacedDeadLetter): void {
  out.beginRow(STATE_COLUMNS.length);
  out.int64(id);
  out.int64(groupId);
  out.text(entry.vhost);
  out.text(entry.queue);
  out.text(entry.state);
}

function writeContent(out: CopyBuffer, { id, custodyBatch, previous, entry }: PlacedDeadLetter): void {
  // What is only observed has its content where its arrival is.
  const held = entry.state === "held";
  out.beginRow(CONTENT_COLUMNS.length);
  out.int64(id);
  out.text(entry.vhost);
  out.text(entry.queue);
  out.timestamp(entry.seenAt);
  out.timestamp(entry.diedAt);
  out.bytes(Buffer.from(entry.digest.replaceAll("-", ""), "hex"));
  out.int64(custodyBatch);
  out.text(entry.exchange);
  out.bytes(entry.routingKey);
  out.text(entry.cause.failedQueue);
  out.text(entry.cause.reason);
  out.text(entry.cause.originExchange);
  out.text(entry.cause.originKey);
  out.int32(entry.cause.deaths.length);
  out.text(entry.error.errorClass);
  out.text(entry.error.type);
  out.text(entry.error.message);
  out.bytes(held ? entry.rawProperties : null);
  out.jsonb(entry.headersJson);
  if (held && entry.body) out.int16(entry.body.codec);
  else out.null();
  out.int32(entry.bodySize);
  out.bytes(held && entry.body ? entry.body.bytes : null);
  out.int64(entry.record?.id ?? null);
  out.timestamp(entry.record?.receivedAt.getTime() ?? null);
  out.text(entry.eventId);
  out.text(entry.eventType);
  out.text(entry.producer);
  out.text(entry.streamId);
  out.text(entry.correlationId);
  out.int64(previous?.id ?? null);
  out.int32(previous?.tries ?? 0);
}
