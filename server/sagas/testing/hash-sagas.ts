import type { Pool } from "pg";

/**
 * A digest of all that a generation says of sagas, steps and counted edges: equal for equal rows. What a judge says is left
 * out, since that depends on when it was asked; so are numbers that a database gives out.
 */
export async function hashSagas(pool: Pool, generation: number): Promise<string> {
  const { rows } = await pool.query<{ hash: string }>(
    `SELECT md5(string_agg(line, E'\\n' ORDER BY line COLLATE "C")) AS hash FROM (
       SELECT 'saga ' || (to_jsonb(s) - ARRAY['generation', 'status', 'certainty', 'late_at', 'stuck_at', 'waiting_for',
         'deviations', 'definition', 'definition_version', 'model_version']
         || jsonb_build_object('path', (SELECT path FROM saga_variants AS v WHERE v.variant = s.variant)))::text AS line
       FROM sagas AS s WHERE generation = $1
       UNION ALL
       SELECT 'step ' || (to_jsonb(s) - 'generation')::text FROM saga_steps AS s WHERE generation = $1
       UNION ALL
       SELECT 'edge ' || (to_jsonb(f) - ARRAY['generation', 'edge'] || to_jsonb(n) - 'id')::text
       FROM flow_edges AS f JOIN flow_edge_names AS n ON n.id = f.edge WHERE generation = $1
     ) AS lines`,
    [generation],
  );
  return rows[0]!.hash;
}
