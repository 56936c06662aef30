import type { Pool } from "pg";
import { inScope, type Scope } from "@/server/access/scope";
import { type MessageSummary, SUMMARY_COLUMNS } from "./message-summary";
import { openBody } from "./seal";
import { type SqlFragment, sql } from "./sql";

/** A stored message with everything that came with it. */
export interface StoredMessage extends MessageSummary {
  /** Place in the global log; null until the sequencer has given it one. */
  position: number | null;
  rawProperties: Buffer;
  /** Null when the body was larger than the store keeps. */
  body: Buffer | null;
  /** Keyed digest of the body as it came, in hexadecimal. */
  contentDigest: string;
}

interface Row extends MessageSummary {
  rawProperties: Buffer;
  codec: number;
  body: Buffer | null;
  contentDigest: string;
}

/**
 * Reads a message by its record id alone, opened; null when there is none in the scope.
 * `messages` is partitioned by time and has no index on the id: the batch that the id lies in says when to look.
 */
export async function readMessage(pool: Pool, id: string, scope: Scope): Promise<StoredMessage | null> {
  const batch = await batchOf(pool, id);
  if (!batch) return null;
  const { rows } = await pool.query<Row>(
    sql`SELECT ${SUMMARY_COLUMNS}, m.raw_properties AS "rawProperties", m.body_codec AS codec, m.body,
               replace(m.content_digest::text, '-', '') AS "contentDigest"
        FROM messages AS m WHERE ${isRecord(batch, id)}`.toQuery(),
  );
  const row = rows[0];
  if (!row || !inScope(scope, row)) return null;
  const { codec, body, ...rest } = row;
  return {
    ...rest,
    position: batch.position === null ? null : Number(batch.position),
    body: body === null ? null : openBody(codec, body),
  };
}

/** The summary alone of a message, by its record id; null when there is none in the scope. */
export async function readMessageSummary(
  pool: Pool,
  id: string,
  scope: Scope,
): Promise<MessageSummary | null> {
  const batch = await batchOf(pool, id);
  if (!batch) return null;
  const query = sql`SELECT ${SUMMARY_COLUMNS} FROM messages AS m WHERE ${isRecord(batch, id)}`;
  const row = (await pool.query<MessageSummary>(query.toQuery())).rows[0];
  return row && inScope(scope, row) ? row : null;
}

interface BatchPlace {
  position: string | null;
  from: string;
  to: string;
}

async function batchOf(pool: Pool, id: string): Promise<BatchPlace | null> {
  const { rows } = await pool.query<BatchPlace>(
    sql`SELECT (position + (${id}::bigint - first_record))::text AS position, received_from::text AS from, received_to::text AS to
        FROM (SELECT * FROM batches WHERE first_record <= ${id}::bigint ORDER BY first_record DESC LIMIT 1) AS b
        WHERE ${id}::bigint < first_record + count`.toQuery(),
  );
  return rows[0] ?? null;
}

function isRecord({ from, to }: BatchPlace, id: string): SqlFragment {
  return sql`m.received_at BETWEEN ${from}::timestamptz AND ${to}::timestamptz AND m.id = ${id}::bigint`;
}
