import { streamId } from "@/server/envelopes/stream-id";
import { openBody } from "@/server/event-store/seal";
import { allOf, sql, unionOf } from "@/server/event-store/sql";
import { parseEvent, type Reader, type StoredEvent } from "@/server/event-store/stored-event";
import type { CheckedEvent } from "./check-event";
import { SERVICES } from "./complaint-events";
import { foldView } from "./complaint-view";
import type { ComplaintView } from "./view-schemas";

/** An event of ours and the record in which it stands. */
export interface RecordedEvent {
  recordId: string;
  event: StoredEvent;
}

/**
 * Everything that our services said about a complaint: the events of its stream, and those of notifications and audit
 * that name it. In the order of the log. What has no place in it yet comes last: the complaint's own events in their order,
 * whichever process appended them, then the others.
 */
export async function readHistory(
  reader: Reader,
  vhost: string,
  complaintId: string,
): Promise<RecordedEvent[]> {
  const stream = streamId(SERVICES.complaint.aggregateType, complaintId);
  const appended = [sql`m.vhost = ${vhost}`, sql`m.arrival = 'appended'`];
  const found = [sql`m.stream_id = ${stream}`, sql`m.refs @> ARRAY[${stream}]::text[]`].map(
    (about) =>
      sql`SELECT m.id, m.stream_id, m.stream_seq, m.body_codec, m.body FROM messages AS m WHERE ${allOf([about, ...appended])}`,
  );
  const query = sql`
    SELECT m.id::text AS "recordId", m.body_codec AS codec, m.body,
           (b.position + (m.id - b.first_record))::float8 AS position
    FROM (${unionOf(found)}) AS m
    LEFT JOIN LATERAL (
      SELECT position, first_record FROM batches WHERE first_record <= m.id ORDER BY first_record DESC LIMIT 1
    ) AS b ON TRUE
    ORDER BY b.position + (m.id - b.first_record) NULLS LAST,
      CASE WHEN m.stream_id = ${stream} THEN m.stream_seq END NULLS LAST, m.id`;
  const { rows } = await reader.query<{
    recordId: string;
    codec: number;
    body: Buffer;
    position: number | null;
  }>(query.toQuery());
  return rows.map(({ recordId, codec, body, position }) => ({
    recordId,
    event: { ...parseEvent(openBody(codec, body)), position },
  }));
}

/** The view of a complaint as its events say it now, whatever the read model has; null when it was never filed. */
export async function foldComplaint(
  reader: Reader,
  vhost: string,
  complaintId: string,
): Promise<ComplaintView | null> {
  const history = await readHistory(reader, vhost, complaintId);
  // What stands in a stream of ours was checked when it was appended.
  return foldView(history.map(({ event }) => event as CheckedEvent));
}
