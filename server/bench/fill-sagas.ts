import type { Pool, PoolClient } from "pg";
import { countEdges } from "@/server/flows/testing/count-edges";
import { SAGA_VIEWS } from "@/server/sagas/served-sagas";
import { progress } from "./figures";

/** Types of sagas; each has some twenty ways between its event types. */
const SAGA_TYPES = 20;
/** Sagas that are made in one statement. */
const PART = 50_000;
const INDEXED = ["saga_steps", "sagas", "flow_edges"];

/**
 * Puts sagas of ten events each into the read model, by SQL alone, over the days before now, and counts their edges: what the
 * projection would have made of as many messages. Times between events are spread as they are in life, some events die, some
 * links are inferred, some sagas are open, late or stuck.
 */
export async function fillSagas(pool: Pool, sagas: number, days: number): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("SET synchronous_commit = off");
    await client.query("SET maintenance_work_mem = '512MB'");
    await client.query("SET work_mem = '256MB'");
    await client.query(`TRUNCATE ${INDEXED.join(", ")}, flow_edge_names, saga_variants`);
    await client.query("DELETE FROM projection_generations WHERE name = $1", [SAGA_VIEWS]);
    const restore = await withoutIndexes(client);
    for (let done = 0; done < sagas; done += PART) {
      await fillPart(client, done, Math.min(PART, sagas - done), days);
      progress(`${Math.min(done + PART, sagas)} of ${sagas} sagas stored`);
    }
    await restore();
    await client.query("VACUUM (ANALYZE) saga_steps, sagas");
    progress("counting the edges");
    await countEdges(client, 1);
    await client.query(
      `INSERT INTO saga_variants (variant, start_type, path)
       SELECT DISTINCT ON (variant) variant, start_type, jsonb_build_array(jsonb_build_object('type', start_type)) FROM sagas`,
    );
    await client.query("VACUUM (ANALYZE) flow_edges, flow_edge_names");
    await client.query(
      "INSERT INTO projection_generations (name, generation, state, code_version) VALUES ($1, 1, 'serving', 1)",
      [SAGA_VIEWS],
    );
  } finally {
    client.release(true);
  }
}

/** Takes the indexes away, and gives a function that makes them again: one by one over everything is far less work. */
async function withoutIndexes(client: PoolClient): Promise<() => Promise<void>> {
  const { rows } = await client.query<{ remake: string; away: string }>(
    `SELECT CASE WHEN c.conname IS NULL THEN pg_get_indexdef(i.indexrelid)
         ELSE format('ALTER TABLE %s ADD CONSTRAINT %I %s', i.indrelid::regclass, c.conname, pg_get_constraintdef(c.oid)) END AS remake,
       CASE WHEN c.conname IS NULL THEN format('DROP INDEX %s', i.indexrelid::regclass)
         ELSE format('ALTER TABLE %s DROP CONSTRAINT %I', i.indrelid::regclass, c.conname) END AS away
     FROM pg_index AS i LEFT JOIN pg_constraint AS c ON c.conindid = i.indexrelid
     WHERE i.indrelid = ANY ($1::regclass[])`,
    [["saga_steps", "sagas"]],
  );
  for (const { away } of rows) await client.query(away);
  return async () => {
    for (const { remake } of rows) {
      progress(remake);
      await client.query(remake);
    }
  };
}

async function fillPart(client: PoolClient, first: number, count: number, days: number): Promise<void> {
  // Every third step has a rarer way; gaps are log-normal around a middle of their own, from milliseconds to a minute.
  await client.query(
    `CREATE TEMP TABLE part AS
     WITH made AS (
       SELECT n, gen_random_uuid() AS key, (n::bigint * 7919 % $4)::int AS kind,
         now() - random() * make_interval(days => $3) AS started, 6 + floor(random() * 9)::int AS length
       FROM generate_series($1::int + 1, $1::int + $2::int) AS n
     ), steps AS (
       SELECT made.*, i,
         format('Type%s.Step%s%s', kind, i, CASE WHEN i % 3 = 0 AND random() < 0.15 THEN 'Other' ELSE '' END) AS type,
         CASE WHEN i = 1 THEN 0 ELSE exp(ln(5 + power(i * (kind + 1) % 29, 3)) + 0.8 * sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random())) END AS gap
       FROM made CROSS JOIN LATERAL generate_series(1, made.length) AS i
     )
     SELECT *, started + make_interval(secs => sum(gap) OVER w / 1000) AS at, lag(type) OVER w AS before,
       random() < 0.01 AS dead, random() < 0.1 AS inferred
     FROM steps WINDOW w AS (PARTITION BY n ORDER BY i)`,
    [first, count, days, SAGA_TYPES],
  );
  await client.query(
    `INSERT INTO saga_steps (generation, key, received_at, record_id, vhost, role, exchange, event_type, kind, producer, event_id,
       ordinal, before_id, link, before_type, before_exchange, gap_ms, dead)
     SELECT 1, key, at, n::bigint * 100 + i, '/', 'event', 'exchange-' || kind % 10, type, 'event', 'service-' || (kind + i) % 12,
       n || '-' || i, 1, CASE WHEN i > 1 THEN n::bigint * 100 + i - 1 END,
       CASE WHEN i = 1 THEN NULL WHEN inferred THEN 'order' ELSE 'causation' END,
       coalesce(before, ''), CASE WHEN i > 1 THEN 'exchange-' || kind % 10 ELSE '' END, CASE WHEN i > 1 THEN gap END, dead
     FROM part ORDER BY at`,
  );
  await client.query(
    `INSERT INTO sagas (generation, key, ordinal, vhost, basis, value, form, start_type, start_exchange, started_at, last_type,
       last_exchange, last_at, duration_ms, events, inferred_links, dead, redriven, participants, exchanges, streams, variant,
       status, certainty, late_at, stuck_at, waiting_for, deviations)
     SELECT 1, key, 1, '/', 'correlation', 'c-' || n, 'saga', min(type) FILTER (WHERE i = 1), 'exchange-' || kind % 10, min(at),
       min(type) FILTER (WHERE i = length), 'exchange-' || kind % 10, max(at), sum(gap), length,
       (count(*) FILTER (WHERE inferred AND i > 1))::int, (count(*) FILTER (WHERE dead))::int, 0,
       array_agg(DISTINCT 'service-' || (kind + i) % 12), array['exchange-' || kind % 10], '{}',
       md5(string_agg(type, '>' ORDER BY i))::uuid,
       CASE n % 50 WHEN 0 THEN 'RUNNING' WHEN 1 THEN 'FAILED' WHEN 2 THEN 'COMPENSATED' ELSE 'COMPLETED' END, 'inferred',
       CASE WHEN n % 50 = 0 THEN max(at) + interval '1 minute' END, CASE WHEN n % 50 = 0 THEN max(at) + interval '10 days' END,
       '[]', '[]'
     FROM part GROUP BY n, key, kind, length`,
  );
  await client.query("DROP TABLE part");
}
