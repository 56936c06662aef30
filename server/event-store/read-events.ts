import type { Pool } from "pg";
import type { Scope } from "@/server/access/scope";
import { type MessageSummary, SUMMARY_COLUMNS } from "./message-summary";
import { scopeConditions } from "./scope-conditions";
import { openBody } from "./seal";
import { keyTime, type MessageKey } from "./search-cursor";
import { allOf, type SqlFragment, sql } from "./sql";

/** Events with what they say, of any stream: first arrivals only, never repetitions. */
export interface EventRow extends MessageSummary {
  /** Place in the global log; null until the sequencer has given it one. */
  position: number | null;
  rawProperties: Buffer;
  /** Null when the body is larger than MOST_BODY bytes, or was not kept. */
  body: Buffer | null;
}

/** Bodies above this many bytes are not read for a list: they are opened one by one. */
const MOST_BODY = 256 * 1024;

const IS_EVENT = sql`m.reading IN ('event', 'clash')`;

const COLUMNS = sql`${SUMMARY_COLUMNS}, m.raw_properties AS "rawProperties", m.body_codec AS codec,
  CASE WHEN m.body_size <= ${MOST_BODY} THEN m.body END AS body`;

const PLACED = sql`LEFT JOIN LATERAL (
    SELECT position, first_record FROM batches WHERE first_record <= m.id ORDER BY first_record DESC LIMIT 1
  ) AS b ON TRUE`;

const POSITION = sql`(b.position + (m.id - b.first_record))::float8 AS position`;

/** Where a reader stands, and how far they may see. */
interface Looking {
  scope: Scope;
  limit: number;
}

/** Events of one stream whose places are `from` to `to`, received at `at` or before; in the order of the stream. */
export function readStreamEvents(
  pool: Pool,
  of: {
    vhost: string;
    streamId: string;
    from: number;
    to?: number | undefined;
    at?: Date | undefined;
  } & Looking,
): Promise<EventRow[]> {
  const tests = [
    sql`m.stream_id = ${of.streamId} AND m.vhost = ${of.vhost} AND m.stream_seq >= ${of.from}::bigint`,
    ...scopeConditions(of.scope, "m"),
  ];
  if (of.to !== undefined) tests.push(sql`m.stream_seq <= ${of.to}::bigint`);
  if (of.at) tests.push(sql`m.received_at <= ${of.at.toISOString()}::timestamptz`);
  return ask(
    pool,
    sql`SELECT ${COLUMNS}, ${POSITION} FROM messages AS m ${PLACED}
        WHERE ${allOf(tests)} ORDER BY m.stream_seq LIMIT ${of.limit}`,
  );
}

/** What a list of events may be narrowed to. */
export interface EventFilter {
  vhost?: string | undefined;
  exchange?: string | undefined;
  eventType?: string | undefined;
  producer?: string | undefined;
  aggregateType?: string | undefined;
  aggregateId?: string | undefined;
  correlationId?: string | undefined;
  userId?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
}

const FIELDS = {
  vhost: sql`m.vhost`,
  exchange: sql`m.exchange`,
  eventType: sql`m.event_type`,
  producer: sql`m.producer`,
  aggregateType: sql`m.aggregate_type`,
  aggregateId: sql`m.aggregate_id`,
  correlationId: sql`m.correlation_id`,
  userId: sql`m.actor`,
} as const;

/** Events, newest first, older than `after`. */
export function listEvents(
  pool: Pool,
  filter: EventFilter,
  after: MessageKey | null,
  { scope, limit }: Looking,
): Promise<EventRow[]> {
  const tests = [IS_EVENT, ...scopeConditions(scope, "m")];
  for (const [field, column] of Object.entries(FIELDS) as [keyof typeof FIELDS, SqlFragment][]) {
    const value = filter[field];
    if (value !== undefined) tests.push(sql`${column} = ${value}`);
  }
  if (filter.from) tests.push(sql`m.received_at >= ${filter.from.toISOString()}::timestamptz`);
  if (filter.to) tests.push(sql`m.received_at < ${filter.to.toISOString()}::timestamptz`);
  if (after) {
    const time = keyTime(after);
    tests.push(sql`m.received_at <= ${time}::timestamptz`);
    tests.push(sql`(m.received_at, m.id) < (${time}::timestamptz, ${after.id}::bigint)`);
  }
  return ask(
    pool,
    sql`SELECT ${COLUMNS}, ${POSITION} FROM messages AS m ${PLACED}
        WHERE ${allOf(tests)} ORDER BY m.received_at DESC, m.id DESC LIMIT ${limit}`,
  );
}

/** Some of the global log. */
export interface LogPart {
  events: EventRow[];
  /** Position to read on from; the same as asked for when there is nothing more now. */
  next: number;
}

/** Records of the log from a position (inclusive), of which the events are answered, in the order of the log. */
export async function readEventLog(pool: Pool, from: number, { scope, limit }: Looking): Promise<LogPart> {
  const tests = [IS_EVENT, ...scopeConditions(scope, "m")];
  const rows = await ask<EventRow & { shown: boolean; position: number }>(
    pool,
    sql`SELECT (b.position + (m.id - b.first_record))::float8 AS position, (${allOf(tests)}) AS shown, ${COLUMNS}
        FROM (
          SELECT position, first_record, count, received_from, received_to FROM batches
          WHERE position >= coalesce((SELECT max(position) FROM batches WHERE position <= ${from}::bigint), 0)
            AND position < ${from + limit}::bigint
        ) AS b
        JOIN messages AS m
          ON m.received_at BETWEEN b.received_from AND b.received_to
         AND m.id >= b.first_record AND m.id < b.first_record + b.count
        WHERE b.position + (m.id - b.first_record) >= ${from}::bigint
        ORDER BY b.position + (m.id - b.first_record) LIMIT ${limit}`,
  );
  const events = rows.filter((row) => row.shown).map(({ shown: _, ...row }) => row);
  return { events, next: rows.length === 0 ? from : rows.at(-1)!.position + 1 };
}

/** Events that belong to a stream or name it, in the order in which they were received; at most `limit`, from the beginning. */
export function readTrail(
  pool: Pool,
  of: { vhost: string; streamId: string; after: MessageKey | null } & Looking,
): Promise<EventRow[]> {
  const { vhost, streamId, after } = of;
  const tests = [
    sql`(m.stream_id = ${streamId} OR m.refs @> ARRAY[${streamId}]::text[])`,
    sql`m.vhost = ${vhost}`,
    IS_EVENT,
    ...scopeConditions(of.scope, "m"),
  ];
  if (after) {
    const time = keyTime(after);
    tests.push(sql`m.received_at >= ${time}::timestamptz`);
    tests.push(sql`(m.received_at, m.id) > (${time}::timestamptz, ${after.id}::bigint)`);
  }
  return ask(
    pool,
    sql`SELECT ${COLUMNS}, ${POSITION} FROM messages AS m ${PLACED}
        WHERE ${allOf(tests)} ORDER BY m.received_at, m.id LIMIT ${of.limit}`,
  );
}

async function ask<Row extends EventRow>(pool: Pool, query: SqlFragment): Promise<Row[]> {
  const { rows } = await pool.query<Row & { codec: number }>(query.toQuery());
  return rows.map(({ codec, ...row }) => ({
    ...(row as unknown as Row),
    body: row.body === null ? null : openBody(codec, row.body),
  }));
}
