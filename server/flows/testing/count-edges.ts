import type { ClientBase, Pool } from "pg";
import { allOf, sql } from "@/server/event-store/sql";
import { bucketOfStep } from "../bucket-sql";

/** Counts the edges of a generation from its steps and sagas, all at once: what the projection makes event by event. */
export async function countEdges(client: ClientBase | Pool, generation: number): Promise<void> {
  const gone = sql`
    SELECT p.vhost, s.start_type AS saga_type, p.before_exchange, p.before_type, p.exchange, p.event_type, p.received_at AS moment,
      ${bucketOfStep} AS bucket, (p.link IS NOT DISTINCT FROM 'order')::int AS inferred, p.dead::int AS dead
    FROM saga_steps AS p JOIN sagas AS s USING (generation, key, ordinal)
    WHERE ${allOf([sql`p.generation = ${generation}`, sql`p.role = 'event'`])}
    UNION ALL
    SELECT vhost, start_type, last_exchange, last_type, '', '', last_at, -1, 0, 0 FROM sagas WHERE generation = ${generation}`;
  const digest = sql`md5(jsonb_build_array(gone.vhost, gone.saga_type, gone.before_exchange, gone.before_type, gone.exchange, gone.event_type)::text)::uuid`;
  await client.query(
    sql`INSERT INTO flow_edge_names (digest, vhost, saga_type, before_exchange, before_type, exchange, event_type)
      SELECT DISTINCT ${digest}, gone.vhost, saga_type, before_exchange, before_type, exchange, event_type FROM (${gone}) AS gone
      ON CONFLICT (digest) DO NOTHING`.toQuery(),
  );
  await client.query(
    sql`INSERT INTO flow_edges (generation, level, slot, edge, bucket, count, inferred, dead)
      SELECT ${generation}::int, level, date_bin(('{5 minutes,1 hour,1 day}'::interval[])[level + 1], moment, '1970-01-01T00:00:00Z'), n.id, bucket, count(*), sum(inferred), sum(dead)
      FROM (${gone}) AS gone JOIN flow_edge_names AS n ON n.digest = ${digest}
        CROSS JOIN generate_series(0, 2) AS level
      GROUP BY 2, 3, 4, 5`.toQuery(),
  );
}
