import type { Pool } from "pg";
import { openBody } from "./seal";
import { allOf, sql } from "./sql";

/** What is said about an event of ours beside what happened. Names as in the envelope on the wire; times are ISO 8601. */
export interface EventMetadata {
  timestamp: string;
  /** Place in its stream, from 1. */
  version: number;
  correlationId: string;
  causationId?: string;
  /** Who did it. */
  userId?: string;
}

/** An event as Sillage publishes it: the JSON body of its message. */
export interface PublishedEvent {
  eventId: string;
  eventType: string;
  aggregateId: string;
  aggregateType: string;
  eventData: unknown;
  metadata: EventMetadata;
}

/** An event of a stream of ours, as it stands in the store. */
export interface StoredEvent extends PublishedEvent {
  /** Place in the global log; null until the sequencer has given it one. */
  position: number | null;
}

/** Which part of a stream; absent means "from the beginning" or "to the end". */
export interface StreamRange {
  /** First version, inclusive. */
  from?: number | undefined;
  /** Last version, inclusive. */
  upTo?: number | undefined;
  /** Only what was appended at this moment or before. */
  at?: Date | undefined;
  /** At most so many events; 1,000 unless said otherwise. */
  limit?: number | undefined;
}

/** A pool, or a client within a transaction: then its own appends are seen. */
export type Reader = Pick<Pool, "query">;

/** Reads events of a stream of ours, in their order. Empty where there is no such stream. */
export async function readOwnStream(
  reader: Reader,
  vhost: string,
  streamId: string,
  { from, upTo, at, limit = 1_000 }: StreamRange = {},
): Promise<StoredEvent[]> {
  const tests = [sql`m.stream_id = ${streamId} AND m.vhost = ${vhost} AND m.arrival = 'appended'`];
  if (from !== undefined) tests.push(sql`m.stream_seq >= ${from}::bigint`);
  if (upTo !== undefined) tests.push(sql`m.stream_seq <= ${upTo}::bigint`);
  if (at !== undefined) tests.push(sql`m.received_at <= ${at.toISOString()}::timestamptz`);
  const { rows } = await reader.query<{ codec: number; body: Buffer; position: number | null }>(
    sql`SELECT m.body_codec AS codec, m.body, (b.position + (m.id - b.first_record))::float8 AS position
        FROM messages AS m
        LEFT JOIN LATERAL (
          SELECT * FROM batches WHERE first_record <= m.id ORDER BY first_record DESC LIMIT 1
        ) AS b ON TRUE
        WHERE ${allOf(tests)} ORDER BY m.stream_seq LIMIT ${limit}`.toQuery(),
  );
  return rows.map(({ codec, body, position }) => ({ ...parseEvent(openBody(codec, body)), position }));
}

/** The whole of a stream of ours, however long, in its order. */
export async function readWholeStream(
  reader: Reader,
  vhost: string,
  streamId: string,
  range: Omit<StreamRange, "limit"> = {},
): Promise<StoredEvent[]> {
  const PAGE = 1_000;
  const events: StoredEvent[] = [];
  for (let from = range.from ?? 1; ; ) {
    const page = await readOwnStream(reader, vhost, streamId, { ...range, from, limit: PAGE });
    events.push(...page);
    if (page.length < PAGE) return events;
    from = page.at(-1)!.metadata.version + 1;
  }
}

/** The body of an event of ours: we wrote it, and nothing stored is ever changed. */
export function parseEvent(body: Uint8Array): PublishedEvent {
  return JSON.parse(Buffer.from(body).toString("utf8")) as PublishedEvent;
}
