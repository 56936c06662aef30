import type { Pool } from "pg";
import type { Scope } from "@/server/access/scope";
import { type MessageSummary, SUMMARY_COLUMNS } from "./message-summary";
import { scopeConditions } from "./scope-conditions";
import { allOf, type SqlFragment, sql } from "./sql";

/** Messages that belong together by an id that they carry. Every way goes through the index of that id. */

/** Rows of one id that are looked at: what an index gives before anything is put in order. */
export const LOOKED_AT = 5_000;

/** Where to look: in one virtual host, as far as whoever looks may see it. */
export interface Where {
  vhost: string;
  scope: Scope;
}

/** The messages of one id. */
export interface Related {
  rows: MessageSummary[];
  /** How many there are in all; at least that many where `exact` is false. */
  total: number;
  exact: boolean;
}

/** Events with one of these ids, oldest first, at most `each` of an id. Later arrivals of the same event are left out. */
export function findByEventIds(
  pool: Pool,
  { vhost, scope }: Where,
  eventIds: readonly string[],
  each: number,
): Promise<Map<string, Related>> {
  return grouped(
    pool,
    eventIds,
    each,
    allOf([
      sql`m.event_id = c.id AND m.vhost = ${vhost} AND ${FIRST_ARRIVALS}`,
      ...scopeConditions(scope, "m"),
    ]),
  );
}

/**
 * What was caused by one of these events, oldest first, at most `each` of one. Later arrivals are left out, and so is an
 * event that names itself, as some producers do where nothing caused it.
 */
export function findEffects(
  pool: Pool,
  { vhost, scope }: Where,
  eventIds: readonly string[],
  each: number,
): Promise<Map<string, Related>> {
  return grouped(
    pool,
    eventIds,
    each,
    allOf([
      sql`m.causation_id = c.id AND m.vhost = ${vhost} AND ${FIRST_ARRIVALS} AND m.event_id IS DISTINCT FROM c.id`,
      ...scopeConditions(scope, "m"),
    ]),
  );
}

const FIRST_ARRIVALS = sql`m.reading <> 'duplicate'`;

async function grouped(
  pool: Pool,
  ids: readonly string[],
  each: number,
  condition: SqlFragment,
): Promise<Map<string, Related>> {
  const found = new Map<string, Related>();
  if (ids.length === 0) return found;
  const query = sql`
    SELECT c.id AS "of", r.*
    FROM unnest(${[...ids]}::text[]) AS c (id)
    CROSS JOIN LATERAL (
      SELECT *, count(*) OVER ()::int AS total
      FROM (SELECT ${SUMMARY_COLUMNS} FROM messages AS m WHERE ${condition} LIMIT ${LOOKED_AT + 1}) AS looked
      ORDER BY micros::bigint, id::bigint LIMIT ${each}
    ) AS r`;
  const { rows } = await pool.query<MessageSummary & { of: string; total: number }>(query.toQuery());
  for (const row of rows) {
    const related = found.get(row.of) ?? {
      rows: [],
      total: Math.min(row.total, LOOKED_AT),
      exact: row.total <= LOOKED_AT,
    };
    related.rows.push(row);
    found.set(row.of, related);
  }
  return found;
}

/** Part of a line of messages in time order, around one of them. */
export interface Window extends Related {
  /** How many of the line are older than the first row. */
  before: number;
}

/** Everything of one correlation, in order of receipt: the `size` messages around the one with the record id `around`. */
export async function correlationAround(
  pool: Pool,
  { vhost, scope }: Where,
  of: { correlationId: string; around: string },
  size: number,
): Promise<Window> {
  const query = sql`
    WITH looked AS MATERIALIZED (
      SELECT m.received_at, m.id FROM messages AS m
      WHERE ${allOf([sql`m.correlation_id = ${of.correlationId} AND m.vhost = ${vhost}`, ...scopeConditions(scope, "m")])}
      LIMIT ${LOOKED_AT + 1}
    ),
    line AS MATERIALIZED (
      SELECT received_at, id, row_number() OVER (ORDER BY received_at, id)::int AS place, count(*) OVER ()::int AS total
      FROM looked
    ),
    start AS (
      SELECT greatest(1, least(
        coalesce((SELECT place FROM line WHERE id = ${of.around}::bigint), 1) - ${size >> 1}, max(total) - ${size} + 1
      )) AS place FROM line
    )
    SELECT ${SUMMARY_COLUMNS}, l.place, l.total
    FROM line AS l JOIN messages AS m ON m.received_at = l.received_at AND m.id = l.id
    WHERE l.place >= (SELECT place FROM start) AND l.place < (SELECT place FROM start) + ${size}
    ORDER BY l.place`;
  const { rows } = await pool.query<MessageSummary & { place: number; total: number }>(query.toQuery());
  const total = rows[0]?.total ?? 0;
  return {
    rows,
    before: rows[0] ? rows[0].place - 1 : 0,
    total: Math.min(total, LOOKED_AT),
    exact: total <= LOOKED_AT,
  };
}

/** All arrivals under one event id in a virtual host, oldest first: of the same event, and of others that clash with it. */
export async function arrivalsOf(
  pool: Pool,
  { vhost, scope }: Where,
  eventId: string,
  size: number,
): Promise<Related> {
  const query = sql`
    SELECT *, count(*) OVER ()::int AS total
    FROM (SELECT ${SUMMARY_COLUMNS} FROM messages AS m
          WHERE ${allOf([sql`m.event_id = ${eventId} AND m.vhost = ${vhost}`, ...scopeConditions(scope, "m")])} LIMIT ${LOOKED_AT + 1}) AS looked
    ORDER BY micros::bigint, id::bigint LIMIT ${size}`;
  const { rows } = await pool.query<MessageSummary & { total: number }>(query.toQuery());
  const total = rows[0]?.total ?? 0;
  return { rows, total: Math.min(total, LOOKED_AT), exact: total <= LOOKED_AT };
}
