import type { ClientBase } from "pg";
import { plainArray, textArray } from "@/server/event-store/array-literal";
import { CopyBuffer } from "@/server/event-store/binary-copy";
import { copyIn } from "@/server/event-store/copy-in";
import type { Arrived, SagaStep } from "./saga";
import type { GroupKey } from "./saga-key";

/** What is kept of the arrivals of a key: all that the fold needs to be done again, and what it made of them. */

/** Which arrivals are new under a key. */
export interface Asked {
  key: string;
  /** The first place, in order of (at, id), from which on anything may change. */
  at: number;
  id: string;
}

/** What is stored of the instances of a key that may change. */
export interface Loaded {
  arrivals: Arrived[];
  /** Number of the first instance among them. */
  from: number;
}

/**
 * Loads, of each key, the instance that was going on at the place asked for, and those after it: what came earlier cannot
 * be changed by anything new there. Nothing stored: no entry.
 */
export async function loadSteps(
  client: ClientBase,
  generation: number,
  asked: readonly Asked[],
): Promise<Map<string, Loaded>> {
  const { rows } = await client.query<(string | number | null)[]>({
    text: LOAD,
    values: [
      generation,
      plainArray(asked.map(({ key }) => key)),
      plainArray(asked.map(({ at }) => at)),
      plainArray(asked.map(({ id }) => id)),
    ],
    rowMode: "array",
  });
  const loaded = new Map<string, Loaded>();
  for (const [from, ...row] of rows) {
    const key = row[0] as string;
    const arrived = toArrived(row);
    const known = loaded.get(key);
    if (known) known.arrivals.push(arrived);
    else loaded.set(key, { from: from as number, arrivals: [arrived] });
  }
  return loaded;
}

const micros = (column: string) => `round(extract(epoch FROM ${column}) * 1000000)::float8`;

/** Columns as `toArrived` reads them. */
export const ARRIVED = `s.key, s.record_id, ${micros("s.received_at")}, s.vhost, s.role, s.first_id, s.exchange, s.event_type,
  s.kind, s.producer, s.event_id, s.causation_id, s.stream_id, s.declared_version::float8`;

/**
 * `begun`: the instance that the last event before the place asked for is in, and when it began. The first instance of a
 * key has everything before it too. What happened to an event stands with its instance, however its own time compares.
 */
const LOAD = `
  WITH begun AS MATERIALIZED (
    SELECT asked.key, coalesce(before.ordinal, 1) AS ordinal,
           CASE WHEN before.ordinal > 1 THEN (
             SELECT started_at FROM sagas
             WHERE generation = $1 AND sagas.key = asked.key AND sagas.ordinal = before.ordinal
           ) ELSE '-infinity' END AS since
    FROM (
      SELECT key, to_timestamp(at / 1000000) AS at, id FROM unnest($2::uuid[], $3::float8[], $4::bigint[]) AS a (key, at, id)
    ) AS asked
    LEFT JOIN LATERAL (
      SELECT ordinal FROM saga_steps AS s
      WHERE s.generation = $1 AND s.key = asked.key AND s.role = 'event' AND (s.received_at, s.record_id) < (asked.at, asked.id)
      ORDER BY s.received_at DESC, s.record_id DESC LIMIT 1
    ) AS before ON true
  ), later AS MATERIALIZED (
    SELECT begun.ordinal AS from_ordinal, s.* FROM begun
    CROSS JOIN LATERAL (
      SELECT * FROM saga_steps AS s
      WHERE s.generation = $1 AND s.key = begun.key AND s.received_at >= begun.since
        AND (begun.ordinal = 1 OR s.ordinal >= begun.ordinal)
    ) AS s
  )
  SELECT s.from_ordinal, ${ARRIVED} FROM later AS s
  UNION ALL
  SELECT event.from_ordinal, ${ARRIVED}
  FROM later AS event
  JOIN begun ON begun.key = event.key
  JOIN saga_steps AS s
    ON s.first_id = event.record_id AND s.generation = $1 AND s.key = event.key AND s.received_at < begun.since
  WHERE event.role = 'event' AND event.from_ordinal > 1`;

/** Reads a row that was selected by ARRIVED. */
export function toArrived(row: readonly (string | number | null)[]): Arrived {
  return {
    id: row[1] as string,
    at: row[2] as number,
    vhost: row[3] as string,
    role: row[4] as Arrived["role"],
    firstId: row[5] as string | null,
    exchange: row[6] as string,
    type: row[7] as string,
    kind: row[8] as Arrived["kind"],
    producer: row[9] as string | null,
    eventId: row[10] as string | null,
    causationId: row[11] as string | null,
    streamId: row[12] as string | null,
    declaredVersion: row[13] as number | null,
  };
}

/** An arrival and what the fold of its key made of it. */
export interface StepRow {
  key: GroupKey;
  arrived: Arrived;
  /** Null: it belongs to no instance. */
  ordinal: number | null;
  before: SagaStep["before"];
  dead: boolean;
}

const COPY = `COPY saga_steps (generation, key, received_at, record_id, vhost, role, first_id, exchange, event_type, kind, producer,
  event_id, causation_id, stream_id, declared_version, ordinal, before_id, link, before_type, before_exchange, gap_ms, dead)
  FROM STDIN (FORMAT binary)`;

/** Stores new arrivals. */
export async function insertSteps(
  client: ClientBase,
  generation: number,
  rows: readonly StepRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const out = new CopyBuffer();
  for (const { key, arrived, ordinal, before, dead } of rows) {
    out.beginRow(22);
    out.int32(generation);
    out.uuid(key.key);
    out.timestamp(arrived.at / 1_000);
    out.int64(Number(arrived.id));
    out.text(arrived.vhost);
    out.text(arrived.role);
    out.int64(arrived.firstId === null ? null : Number(arrived.firstId));
    out.text(arrived.exchange);
    out.text(arrived.type);
    out.text(arrived.kind);
    out.text(arrived.producer);
    out.text(arrived.eventId);
    out.text(arrived.causationId);
    out.text(arrived.streamId);
    out.int64(arrived.declaredVersion);
    if (ordinal === null) out.null();
    else out.int32(ordinal);
    out.int64(before === null ? null : Number(before.id));
    out.text(before?.link ?? null);
    out.text(before?.type ?? "");
    out.text(before?.exchange ?? "");
    out.float8(before?.gapMs ?? null);
    out.bool(dead);
  }
  await copyIn(client, COPY, out.finish());
}

/** Stores what the fold now makes of arrivals that are stored already. */
export async function updateSteps(
  client: ClientBase,
  generation: number,
  rows: readonly StepRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await client.query(
    `UPDATE saga_steps AS s
     SET ordinal = n.ordinal, before_id = n.before_id, link = n.link, before_type = n.before_type,
         before_exchange = n.before_exchange, gap_ms = n.gap_ms, dead = n.dead
     FROM unnest($2::uuid[], $3::float8[], $4::bigint[], $5::int[], $6::bigint[], $7::text[], $8::text[], $9::text[],
                 $10::float8[], $11::bool[])
       AS n (key, at, id, ordinal, before_id, link, before_type, before_exchange, gap_ms, dead)
     WHERE s.generation = $1 AND s.key = n.key AND s.received_at = to_timestamp(n.at / 1000000) AND s.record_id = n.id`,
    [
      generation,
      plainArray(rows.map(({ key }) => key.key)),
      plainArray(rows.map(({ arrived }) => arrived.at)),
      plainArray(rows.map(({ arrived }) => arrived.id)),
      plainArray(rows.map(({ ordinal }) => ordinal ?? "NULL")),
      plainArray(rows.map(({ before }) => before?.id ?? "NULL")),
      plainArray(rows.map(({ before }) => before?.link ?? "NULL")),
      textArray(rows.map(({ before }) => before?.type ?? "")),
      textArray(rows.map(({ before }) => before?.exchange ?? "")),
      plainArray(rows.map(({ before }) => before?.gapMs ?? "NULL")),
      plainArray(rows.map(({ dead }) => String(dead))),
    ],
  );
}
