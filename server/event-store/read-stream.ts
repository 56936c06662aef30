import type { Pool } from "pg";
import { type MessageSummary, SUMMARY_COLUMNS } from "./message-summary";
import type { Where } from "./related-messages";
import { scopeConditions } from "./scope-conditions";
import { allOf, sql } from "./sql";

/** A part of a stream, in its order. */
export interface StreamPart {
  /** Place of the last event of the stream; null when the stream is not known. */
  version: number | null;
  firstAt: Date | null;
  lastAt: Date | null;
  /** Only our own commands may extend it. */
  owned: boolean;
  rows: MessageSummary[];
}

/**
 * Reads the events of a stream whose places are `from` to `to`, inclusive. Places are dense when they are given out;
 * one that is missing here has reached its retention, or lies outside of the scope.
 */
export async function readStream(
  pool: Pool,
  { vhost, scope }: Where,
  of: { streamId: string; from: number; to: number },
): Promise<StreamPart> {
  const head = pool.query<{ version: number; firstAt: Date; lastAt: Date; owned: boolean }>(
    sql`SELECT s.version::float8 AS version, s.first_at AS "firstAt", s.last_at AS "lastAt", s.owned
        FROM streams AS s WHERE s.vhost = ${vhost} AND s.stream_id = ${of.streamId}`.toQuery(),
  );
  const events = pool.query<MessageSummary>(
    sql`SELECT ${SUMMARY_COLUMNS} FROM messages AS m
        WHERE m.stream_id = ${of.streamId} AND m.vhost = ${vhost}
          AND m.stream_seq BETWEEN ${of.from}::bigint AND ${of.to}::bigint
          AND ${allOf(scopeConditions(scope, "m"))}
        ORDER BY m.stream_seq LIMIT 1000`.toQuery(),
  );
  const [{ rows: heads }, { rows }] = await Promise.all([head, events]);
  const stream = heads[0];
  return {
    version: stream?.version ?? null,
    firstAt: stream?.firstAt ?? null,
    lastAt: stream?.lastAt ?? null,
    owned: stream?.owned ?? false,
    rows,
  };
}
