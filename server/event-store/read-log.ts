import type { Pool } from "pg";

/** A record and its place in the global log. */
export interface LogEntry {
  position: number;
  id: number;
  receivedAt: Date;
}

/**
 * Reads the log in order, from `from` (inclusive), at most `limit` records. Positions are dense: what is missing
 * between two of them was removed by retention. Call again with the last position + 1; an empty answer means that
 * the end is reached for now.
 */
export async function readLog(pool: Pool, from: number, limit: number): Promise<LogEntry[]> {
  const { rows } = await pool.query<{ position: string; id: string; received_at: Date }>(
    `SELECT b.position + (m.id - b.first_record) AS position, m.id, m.received_at
     FROM (
       SELECT position, first_record, count, received_from, received_to FROM batches
       WHERE position >= coalesce((SELECT max(position) FROM batches WHERE position <= $1), 0)
         AND position < $1 + $2
     ) AS b
     JOIN messages AS m
       ON m.received_at BETWEEN b.received_from AND b.received_to
      AND m.id >= b.first_record AND m.id < b.first_record + b.count
     WHERE b.position + (m.id - b.first_record) >= $1
     ORDER BY 1 LIMIT $2`,
    [from, limit],
  );
  return rows.map((row) => ({
    position: Number(row.position),
    id: Number(row.id),
    receivedAt: row.received_at,
  }));
}
