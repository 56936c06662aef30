import type { Pool } from "pg";
import { SERVICES } from "@/server/complaints/complaint-events";
import { openBody } from "@/server/event-store/seal";
import { parseEvent } from "@/server/event-store/stored-event";

/** Says of an entry of the audit trail that it was compensated. Appended; the entry itself never changes. */
export interface Mark {
  compensationId: string;
  /** The event that is the marker. */
  eventId: string;
  at: string;
}

/** The marks of our audit service on entries of a stream, by event id: the first of each. */
export async function readMarks(pool: Pool, vhost: string, streamId: string): Promise<Map<string, Mark>> {
  const { rows } = await pool.query<{ body: Buffer; codec: number }>(
    `SELECT body, body_codec AS codec FROM messages
     WHERE refs @> ARRAY[$1]::text[] AND vhost = $2 AND event_type = 'AUDIT_COMPENSATION'
       AND producer = $3 AND arrival = 'appended' ORDER BY received_at, id`,
    [streamId, vhost, SERVICES.audit.service],
  );
  const marks = new Map<string, Mark>();
  for (const { body, codec } of rows) {
    const { eventId, eventData, metadata } = parseEvent(openBody(codec, body));
    const { compensationId, entries } = eventData as { compensationId: string; entries: string[] };
    for (const entry of entries) {
      if (!marks.has(entry)) marks.set(entry, { compensationId, eventId, at: metadata.timestamp });
    }
  }
  return marks;
}
