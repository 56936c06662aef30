import type { ClientBase, Pool } from "pg";
import { GIVEN_UP_BY } from "@/server/broker/service-headers";
import type { EventKind } from "@/server/envelopes/envelope";
import { logHead } from "./sequencer";

/** An event, or what happened to one later, as far as grouping needs it: no body, no headers. Names are hostile text. */
export interface LogArrival {
  /** Record id, decimal. */
  id: string;
  /** Microseconds since 1970. */
  at: number;
  vhost: string;
  exchange: string;
  role: "event" | "death" | "retry" | "redrive" | "replay";
  /**
   * The event that it repeats, where that is still known; for an event that was first seen when it died, itself.
   */
  firstId: string | null;
  /** When that event came, microseconds since 1970. */
  firstAt: number | null;
  type: string;
  kind: EventKind;
  producer: string | null;
  eventId: string | null;
  causationId: string | null;
  streamId: string | null;
  declaredVersion: number | null;
  /** What follows is the event's own also where this arrival repeats it. */
  belongs: {
    id: string;
    correlationId: string | null;
    correlationInferred: boolean;
    traceId: string | null;
    streamId: string | null;
    references: string[];
  };
}

/** Some of the log. */
export interface LogArrivals {
  entries: LogArrival[];
  /** Where to read on. */
  next: number;
  /** Whether there is more already. */
  more: boolean;
}

/**
 * Reads the events of the log and what happened to them later, in order, among `limit` records from a position (inclusive).
 * Events are first arrivals, and those that claim the same id with other content. Plain duplicates, echoes of our own,
 * intrusions and what no reader recognised are passed over.
 */
export async function readLogArrivals(
  client: ClientBase | Pool,
  from: number,
  limit: number,
): Promise<LogArrivals> {
  const head = await logHead(client);
  const next = Math.max(from, Math.min(from + limit, head));
  if (next === from) return { entries: [], next, more: false };
  const { rows } = await client.query<Row>({
    text: READ,
    values: [from, next, GIVEN_UP_BY],
    rowMode: "array",
  });
  return { entries: rows.map(toArrival), next, more: next < head };
}

/** A repeat belongs where its event does, whatever became of its properties on the way. */
const READ = `
  SELECT m.id, extract(epoch FROM m.received_at)::float8 * 1000000, m.vhost, m.exchange, m.reading IN ('event', 'clash'),
         m.arrival, m.arrival = 'retried' AND coalesce(m.headers ? $3, false),
         f.id, extract(epoch FROM f.received_at)::float8 * 1000000,
         m.event_type, m.kind, m.producer, m.event_id, m.causation_id, m.stream_id, m.declared_version::float8,
         CASE WHEN f.id IS NULL THEN m.correlation_id ELSE f.correlation_id END,
         CASE WHEN f.id IS NULL THEN 'correlationId' = ANY (m.inferred) ELSE 'correlationId' = ANY (f.inferred) END,
         CASE WHEN f.id IS NULL THEN m.trace_id ELSE f.trace_id END,
         CASE WHEN f.id IS NULL THEN m.stream_id ELSE f.stream_id END,
         CASE WHEN f.id IS NULL THEN m.refs ELSE f.refs END
  FROM (
    SELECT position, first_record, count, received_from, received_to FROM batches
    WHERE position >= coalesce((SELECT max(position) FROM batches WHERE position <= $1), 0) AND position < $2
  ) AS b
  JOIN messages AS m
    ON m.received_at BETWEEN b.received_from AND b.received_to
   AND m.id >= b.first_record AND m.id < b.first_record + b.count
  LEFT JOIN messages AS f
    ON m.reading = 'duplicate' AND m.arrival NOT IN ('published', 'appended', 'echo')
   AND f.received_at = m.first_received_at AND f.id = m.first_id
   AND f.reading IN ('event', 'clash') AND f.event_type IS NOT NULL
  WHERE b.position + (m.id - b.first_record) >= $1 AND b.position + (m.id - b.first_record) < $2
    AND m.event_type IS NOT NULL AND m.kind IS NOT NULL
    AND m.arrival <> 'echo'
    AND (m.reading IN ('event', 'clash')
      OR m.reading IN ('duplicate', 'repeat') AND m.arrival NOT IN ('published', 'appended'))
  ORDER BY b.position + (m.id - b.first_record)`;

type Row = [
  id: string,
  at: number,
  vhost: string,
  exchange: string,
  isEvent: boolean,
  arrival: string,
  givenUp: boolean,
  firstId: string | null,
  firstAt: number | null,
  type: string,
  kind: EventKind,
  producer: string | null,
  eventId: string | null,
  causationId: string | null,
  streamId: string | null,
  declaredVersion: number | null,
  correlationId: string | null,
  correlationInferred: boolean | null,
  traceId: string | null,
  belongsToStream: string | null,
  references: string[] | null,
];

function toArrival(row: Row): LogArrival {
  const [id, at, vhost, exchange, isEvent, arrival, givenUp, firstId, firstAt, ...rest] = row;
  const [type, kind, producer, eventId, causationId, streamId, declaredVersion, ...belonging] = rest;
  const [correlationId, correlationInferred, traceId, belongsToStream, references] = belonging;
  const happened = roleOf(arrival, givenUp);
  return {
    id,
    at: Math.round(at),
    vhost,
    exchange,
    role: isEvent ? "event" : happened,
    firstId: isEvent ? (happened === "death" ? id : null) : firstId,
    firstAt: firstAt === null ? null : Math.round(firstAt),
    type,
    kind,
    producer,
    eventId,
    causationId,
    streamId,
    declaredVersion,
    belongs: {
      id: firstId ?? id,
      correlationId,
      correlationInferred: correlationInferred ?? false,
      traceId,
      streamId: belongsToStream,
      references: references ?? [],
    },
  };
}

/** What our own services give up, they publish themselves: it died all the same. */
function roleOf(arrival: string, givenUp: boolean): Exclude<LogArrival["role"], "event"> {
  if (arrival === "dead_lettered" || givenUp) return "death";
  if (arrival === "redriven") return "redrive";
  return arrival === "replayed" ? "replay" : "retry";
}

/** What is in the log and not yet read by a reader that stands at `position`, and what has no place in it yet. */
export async function logLag(pool: Pool, position: number): Promise<{ events: number; since: Date | null }> {
  const { rows } = await pool.query<{ events: string; since: Date | null }>(
    `WITH last AS (
       SELECT position + count AS head FROM batches WHERE position IS NOT NULL ORDER BY position DESC LIMIT 1
     ), placed AS (
       SELECT received_from FROM batches
       WHERE position + count > $1
         AND position >= coalesce((SELECT max(position) FROM batches WHERE position <= $1), 0)
       ORDER BY position LIMIT 1
     ), unplaced AS (
       SELECT sum(count) AS events, min(received_from) AS since FROM batches WHERE position IS NULL AND count > 0
     )
     SELECT greatest(0, coalesce((SELECT head FROM last), 0) - $1) + coalesce(unplaced.events, 0) AS events,
            least((SELECT received_from FROM placed), unplaced.since) AS since
     FROM unplaced`,
    [position],
  );
  return { events: Number(rows[0]!.events), since: rows[0]!.since };
}
