import type { Pool } from "pg";
import { type MessageSummary, SUMMARY_COLUMNS } from "./message-summary";
import { sql } from "./sql";

/** A message and its place in the global log. */
export interface LogRow extends MessageSummary {
  position: number;
}

/** Like `readLog`, with what a list shows of each message. `from` is inclusive. */
export async function readLogSummaries(pool: Pool, from: number, limit: number): Promise<LogRow[]> {
  const query = sql`
    SELECT (b.position + (m.id - b.first_record))::float8 AS position, ${SUMMARY_COLUMNS}
    FROM (
      SELECT position, first_record, count, received_from, received_to FROM batches
      WHERE position >= coalesce((SELECT max(position) FROM batches WHERE position <= ${from}::bigint), 0)
        AND position < ${from + limit}::bigint
    ) AS b
    JOIN messages AS m
      ON m.received_at BETWEEN b.received_from AND b.received_to
     AND m.id >= b.first_record AND m.id < b.first_record + b.count
    WHERE b.position + (m.id - b.first_record) >= ${from}::bigint
    ORDER BY b.position + (m.id - b.first_record) LIMIT ${limit}`;
  return (await pool.query<LogRow>(query.toQuery())).rows;
}
