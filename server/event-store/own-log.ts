import type { ClientBase, Pool } from "pg";
import { openBody } from "./seal";
import { parseEvent, type StoredEvent } from "./stored-event";

/** An event of our own and where it stands. */
export interface OwnLogEntry {
  position: number;
  vhost: string;
  event: StoredEvent;
}

/** Some of the log of our own events. */
export interface OwnLogPage {
  entries: OwnLogEntry[];
  /** Where to read on. */
  next: number;
  /** Whether there may be more already. */
  more: boolean;
}

/**
 * Reads the events that Sillage itself appended, in the order of the global log, from a position (inclusive), at most
 * `batches` transactions of them. Everything else that the log holds is passed over without being looked at. As with
 * `readLog`, no reader can skip an event, however late it was committed.
 */
export async function readOwnLog(
  client: ClientBase | Pool,
  from: number,
  batches: number,
): Promise<OwnLogPage> {
  const { rows: found } = await client.query<{ id: string; next: string }>(
    `SELECT id, position + count AS next FROM batches
     WHERE queue IS NULL AND position + count > $1
       AND position >= coalesce((SELECT max(position) FROM batches WHERE queue IS NULL AND position <= $1), 0)
     ORDER BY position LIMIT $2`,
    [from, batches],
  );
  if (found.length === 0) return { entries: [], next: from, more: false };
  const { rows } = await client.query<{ position: string; vhost: string; body: Buffer; body_codec: number }>(
    `SELECT b.position + (m.id - b.first_record) AS position, m.vhost, m.body, m.body_codec
     FROM batches AS b
     JOIN messages AS m
       ON m.received_at BETWEEN b.received_from AND b.received_to
      AND m.id >= b.first_record AND m.id < b.first_record + b.count
     WHERE b.id = ANY($1::bigint[]) AND m.arrival = 'appended'
       AND b.position + (m.id - b.first_record) >= $2
     ORDER BY 1`,
    [found.map(({ id }) => id), from],
  );
  return {
    entries: rows.map((row) => ({
      position: Number(row.position),
      vhost: row.vhost,
      event: { ...parseEvent(openBody(row.body_codec, row.body)), position: Number(row.position) },
    })),
    next: Math.max(from, Number(found.at(-1)!.next)),
    more: found.length === batches,
  };
}

/** How far somebody who has read our own events up to `position` (exclusive) is behind. */
export interface OwnLogLag {
  /** Records that are still to be read. */
  events: number;
  /** When the oldest of them was appended. */
  since: Date | null;
}

/** What was appended and is not yet read by a reader that stands at `position`. */
export async function ownLogLag(pool: Pool, position: number): Promise<OwnLogLag> {
  const { rows } = await pool.query<{ events: string; since: Date | null }>(
    `SELECT coalesce(sum(count), 0) AS events, min(received_from) AS since FROM batches
     WHERE queue IS NULL AND count > 0 AND (position IS NULL OR position >= $1)`,
    [position],
  );
  return { events: Number(rows[0]!.events), since: rows[0]!.since };
}
