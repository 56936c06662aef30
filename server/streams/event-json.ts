import { toItem } from "@/server/audit/audit-queries";
import type { AuditItem } from "@/server/audit/audit-schemas";
import { contentEncodingOf } from "@/server/broker/decode-properties";
import type { EventRow } from "@/server/event-store/read-events";
import { readableBody } from "@/server/event-store/readable-body";
import { maskJson } from "@/server/masking/mask-json";
import type { Masker } from "@/server/masking/masker";

const MOST_DECODED = 1 << 20;

/** An event with its data, ready to be sent: JSON text, so that no number of somebody else's payload is rounded. */
export interface EventText {
  item: AuditItem;
  text: string;
}

/** An event as its reader may see it, in the shape of the specification's `StoredEvent`, with where it stands. */
export function eventText(row: EventRow, masker: Masker): EventText {
  const item = masker.item(toItem(row));
  const event = item.event!;
  const said = dataOf(row, masker);
  const head = {
    eventId: event.eventId,
    eventType: event.eventType,
    aggregateId: event.aggregateId,
    aggregateType: event.aggregateType,
    metadata: {
      timestamp: event.occurredAt ?? item.message.receivedAt,
      version: event.streamSeq ?? event.declaredVersion,
      correlationId: event.correlationId,
      ...(event.causationId !== null && { causationId: event.causationId }),
      ...(event.actor !== null && { userId: event.actor }),
    },
    position: row.position,
    recordId: row.id,
    vhost: item.message.vhost,
    exchange: item.message.exchange,
    producer: event.producer,
    streamId: event.streamId,
    receivedAt: item.message.receivedAt,
    ...(said === null && { eventDataWithheld: true }),
  };
  const text = `${JSON.stringify(head).slice(0, -1)},"eventData":${said ?? "null"}}`;
  return { item, text };
}

/** What the event says, as JSON text; null where it is no JSON, too large for a list, or not for this reader. */
function dataOf(row: EventRow, masker: Masker): string | null {
  if (row.body === null) return null;
  const { bytes, problem } = readableBody(row.body, contentEncodingOf(row.rawProperties), MOST_DECODED);
  if (problem !== null) return null;
  const judge = masker.judgeOf(row);
  const text = bytes.toString("utf8");
  const shown = judge ? (maskJson(text, judge)?.text ?? null) : isJson(text) ? text : null;
  if (shown === null || row.reader !== "sillage") return shown;
  // In the envelope of the specification the data stands in a field of its own.
  const { eventData } = JSON.parse(shown) as { eventData?: unknown };
  return JSON.stringify(eventData ?? null);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
