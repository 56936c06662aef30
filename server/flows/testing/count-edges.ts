import type { ClientBase, Pool } from "pg";
import { sql } from "@/server/event-store/sql";
import { bucketOfStep } from "../bucket-sql";
import { SLOT_MS } from "../flow-range";

/**
 * Counts the edges of a generation from its steps and sagas, all at once: what the projection makes event by event. What is longer
 * than five minutes is added up from what is shorter.
 */
export async function countEdges(client: ClientBase | Pool, generation: number): Promise<void> {
  const digest = sql`md5(jsonb_build_array(vhost, saga_type, before_exchange, before_type, exchange, event_type)::text)::uuid`;
  await client.query("DROP TABLE IF EXISTS counted_edges");
  await client.query(
    sql`CREATE TABLE counted_edges AS
      SELECT vhost, saga_type, before_exchange, before_type, exchange, event_type,
        date_bin('5 minutes', moment, '1970-01-01T00:00:00Z') AS slot, bucket,
        count(*) AS count, sum(inferred) AS inferred, sum(dead) AS dead
      FROM (
        SELECT p.vhost, s.start_type AS saga_type, p.before_exchange, p.before_type, p.exchange, p.event_type,
          p.received_at AS moment, ${bucketOfStep} AS bucket, (p.link IS NOT DISTINCT FROM 'order')::int AS inferred,
          p.dead::int AS dead
        FROM saga_steps AS p JOIN sagas AS s USING (generation, key, ordinal)
        WHERE p.generation = ${generation} AND p.role = 'event'
        UNION ALL
        SELECT vhost, start_type, last_exchange, last_type, '', '', last_at, -1, 0, 0 FROM sagas WHERE generation = ${generation}
      ) AS gone GROUP BY 1, 2, 3, 4, 5, 6, 7, 8`.toQuery(),
  );
  await client.query(
    sql`INSERT INTO flow_edge_names (digest, vhost, saga_type, before_exchange, before_type, exchange, event_type)
      SELECT ${digest}, * FROM (
        SELECT DISTINCT vhost, saga_type, before_exchange, before_type, exchange, event_type FROM counted_edges) AS names
      ON CONFLICT (digest) DO NOTHING`.toQuery(),
  );
  await client.query(
    sql`INSERT INTO flow_edges (generation, level, slot, edge, bucket, count, inferred, dead)
      SELECT ${generation}::int, 0, c.slot, n.id, c.bucket, c.count, c.inferred, c.dead
      FROM counted_edges AS c JOIN flow_edge_names AS n USING (vhost, saga_type, before_exchange, before_type, exchange, event_type)
      ORDER BY c.slot`.toQuery(),
  );
  for (const [level, width] of SLOT_MS.entries()) {
    if (level === 0) continue;
    await client.query(
      `INSERT INTO flow_edges (generation, level, slot, edge, bucket, count, inferred, dead)
       SELECT generation, $2::int, date_bin($3::float8 * interval '1 millisecond', slot, '1970-01-01T00:00:00Z'), edge, bucket, sum(count), sum(inferred), sum(dead)
       FROM flow_edges WHERE generation = $1 AND level = $2::int - 1 GROUP BY 1, 3, 4, 5 ORDER BY 3`,
      [generation, level, width],
    );
  }
  await client.query("DROP TABLE counted_edges");
}
