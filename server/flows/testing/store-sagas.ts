import type { Pool } from "pg";

/** A saga as a test makes it up. */
export interface MadeSaga {
  key: string;
  vhost: string;
  variant: string;
  /** In the order of time; at least one. */
  steps: MadeStep[];
}

export interface MadeStep {
  /** Milliseconds since 1970. */
  at: number;
  exchange: string;
  type: string;
  before: { step: MadeStep; link: "causation" | "order" } | undefined;
  dead: boolean;
}

/** Stores steps and instances as the projection would, as generation 1, which is served. */
export async function storeSagas(pool: Pool, sagas: readonly MadeSaga[]): Promise<void> {
  await pool.query(
    "INSERT INTO projection_generations (name, generation, state, code_version) VALUES ('sagas', 1, 'serving', 1)",
  );
  let id = 0;
  const steps = sagas.flatMap(({ key, vhost, steps: made }) => {
    const ids = new Map(made.map((step) => [step, ++id]));
    return made.map((step) => ({
      key,
      vhost,
      received_at: new Date(step.at).toISOString(),
      record_id: ids.get(step),
      exchange: step.exchange,
      event_type: step.type,
      before_id: step.before ? ids.get(step.before.step) : null,
      link: step.before?.link ?? null,
      before_type: step.before?.step.type ?? "",
      before_exchange: step.before?.step.exchange ?? "",
      gap_ms: step.before ? step.at - step.before.step.at : null,
      dead: step.dead,
    }));
  });
  await pool.query(
    `INSERT INTO saga_steps (generation, role, kind, ordinal, key, vhost, received_at, record_id, exchange, event_type, before_id, link,
       before_type, before_exchange, gap_ms, dead)
     SELECT 1, 'event', 'event', 1, it.* FROM jsonb_to_recordset($1::jsonb) AS it (key uuid, vhost text, received_at timestamptz,
       record_id bigint, exchange text, event_type text, before_id bigint, link text, before_type text, before_exchange text,
       gap_ms float8, dead boolean)`,
    [JSON.stringify(steps)],
  );
  const rows = sagas.map(({ key, vhost, variant, steps: made }) => {
    const [first, last] = [made[0]!, made.at(-1)!];
    return {
      key,
      vhost,
      start_type: first.type,
      start_exchange: first.exchange,
      started_at: new Date(first.at).toISOString(),
      last_type: last.type,
      last_exchange: last.exchange,
      last_at: new Date(last.at).toISOString(),
      duration_ms: last.at - first.at,
      events: made.length,
      inferred_links: made.filter((step) => step.before?.link === "order").length,
      dead: made.filter((step) => step.dead).length,
      exchanges: [...new Set(made.map((step) => step.exchange))],
      variant,
    };
  });
  await pool.query(
    `INSERT INTO sagas (generation, ordinal, basis, value, form, redriven, participants, streams, status, certainty, waiting_for,
       deviations, key, vhost, start_type, start_exchange, started_at, last_type, last_exchange, last_at, duration_ms, events,
       inferred_links, dead, exchanges, variant)
     SELECT 1, 1, 'correlation', it.key::text, 'saga', 0, '{}', '{}', 'COMPLETED', 'inferred', '[]', '[]', it.*
     FROM jsonb_to_recordset($1::jsonb) AS it (key uuid, vhost text, start_type text, start_exchange text, started_at timestamptz,
       last_type text, last_exchange text, last_at timestamptz, duration_ms float8, events int, inferred_links int, dead int,
       exchanges text[], variant uuid)`,
    [JSON.stringify(rows)],
  );
}
