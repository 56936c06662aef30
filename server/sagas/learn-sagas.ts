import type { Pool } from "pg";
import { atRest, restMs, SHORTEST_REST_MS } from "./at-rest";
import { type ModelName, readModels, writeModel } from "./models-store";
import { inPortions } from "./portions";
import { readInstances } from "./read-instances";
import { FORMS, type SagaInstance } from "./saga";
import { FEWEST_INSTANCES, learnModel, saysOtherwise } from "./saga-model";

/** A model is learned from so many instances, the newest. */
const MOST_INSTANCES = 2_000;
/** It is learned again when so many more came to rest, as a share of those that it rests on, and at least so many. */
const MORE_SHARE = 0.1;
const MORE_LEAST = 20;
/** Start types that are learned; whoever invents names gets no more. */
const MOST_TYPES = 2_000;
const PAGE = 200;
/** When so many types in a row cannot be learned, it is not for what they are. */
const NOT_THE_TYPE = 8;

/** What was looked at when a start type was learned last. */
export interface Looked {
  generation: number;
  instances: number;
  /** Microseconds since 1970 of the newest beginning among them. */
  newest: number;
}

/**
 * Learns every start type of which enough has come to rest since it was looked at last. A model is written only where it
 * says something else than the one that is kept.
 * @param looked by start type; kept by the caller from turn to turn, and changed
 * @returns the start types of which something else is said now
 * @throws what the first type failed with that could not be learned, after all others were
 */
export async function learnSagas(
  pool: Pool,
  generation: number,
  now: Date,
  looked: Map<string, Looked>,
  signal?: AbortSignal,
): Promise<ModelName[]> {
  const changed: ModelName[] = [];
  let failure: { error: unknown } | undefined;
  let inARow = 0;
  for (const name of await startTypes(pool, generation)) {
    if (signal?.aborted) break;
    try {
      if (await learnOne(pool, generation, name, now, looked)) changed.push(name);
      inARow = 0;
    } catch (error) {
      failure ??= { error };
      if (++inARow === NOT_THE_TYPE) break;
    }
  }
  if (failure) throw failure.error;
  return changed;
}

async function learnOne(
  pool: Pool,
  generation: number,
  name: ModelName,
  now: Date,
  looked: Map<string, Looked>,
): Promise<boolean> {
  const key = JSON.stringify([name.vhost, name.startType]);
  const before = looked.get(key);
  if (before?.generation === generation && !(await hasMore(pool, name, before, now))) return false;
  const instances = await restingInstances(pool, generation, name, now);
  const model = learnModel(name.startType, instances);
  const [kept] = model ? await readModels(pool, [{ ...name, version: 0 }]) : [];
  const says = model !== null && (!kept?.model || saysOtherwise(kept.model, model));
  if (says) await writeModel(pool, name, model);
  looked.set(key, {
    generation,
    instances: instances.length,
    newest: Math.max(0, ...instances.map(({ steps }) => steps[0]!.at)),
  });
  return says;
}

/** Start types of a generation, by jumping through an index from one to the next. */
async function startTypes(pool: Pool, generation: number): Promise<ModelName[]> {
  const { rows } = await pool.query<ModelName>(
    `WITH RECURSIVE types AS (
       SELECT f.form, (SELECT min(start_type) FROM sagas WHERE generation = $1 AND form = f.form) AS type
       FROM unnest($2::text[]) AS f (form)
       UNION ALL
       SELECT t.form, (SELECT min(start_type) FROM sagas WHERE generation = $1 AND form = t.form AND start_type > t.type)
       FROM types AS t WHERE t.type IS NOT NULL
     ), known AS (SELECT DISTINCT type FROM types WHERE type IS NOT NULL LIMIT $3)
     SELECT DISTINCT g.vhost, k.type AS "startType" FROM known AS k
     CROSS JOIN LATERAL (
       SELECT vhost FROM sagas WHERE generation = $1 AND form = ANY ($2) AND start_type = k.type
       ORDER BY started_at DESC LIMIT 100) AS g
     ORDER BY 2, 1`,
    [generation, FORMS, MOST_TYPES],
  );
  return rows;
}

/** Whether enough came to rest since a start type was looked at. */
async function hasMore(
  pool: Pool,
  { vhost, startType }: ModelName,
  { generation, instances, newest }: Looked,
  now: Date,
): Promise<boolean> {
  const wanted = Math.max(
    instances < FEWEST_INSTANCES ? FEWEST_INSTANCES - instances : MORE_LEAST,
    Math.ceil(instances * MORE_SHARE),
  );
  const { rows } = await pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM (
       SELECT 1 FROM sagas WHERE generation = $1 AND form = ANY ($2) AND start_type = $3 AND vhost = $4
         AND started_at > to_timestamp(0) + $5 * interval '1 microsecond' AND last_at <= $6
       LIMIT $7) AS newer`,
    [generation, FORMS, startType, vhost, newest, new Date(now.getTime() - SHORTEST_REST_MS), wanted],
  );
  return rows[0]!.count >= wanted;
}

/** The newest instances at rest. Where such sagas are slow, older ones are looked at. */
async function restingInstances(
  pool: Pool,
  generation: number,
  name: ModelName,
  now: Date,
): Promise<SagaInstance[]> {
  const micros = now.getTime() * 1_000;
  const newest = await silentInstances(pool, generation, name, now, SHORTEST_REST_MS);
  const rest = restMs(newest);
  if (rest === SHORTEST_REST_MS) return newest;
  return atRest(await silentInstances(pool, generation, name, now, rest), micros);
}

async function silentInstances(
  pool: Pool,
  generation: number,
  { vhost, startType }: ModelName,
  now: Date,
  silentMs: number,
): Promise<SagaInstance[]> {
  const { rows } = await pool.query<{ key: string; ordinal: number; events: number }>(
    `SELECT g.key, g.ordinal, g.events FROM unnest($2::text[]) AS f (form)
     CROSS JOIN LATERAL (
       SELECT key, ordinal, events, started_at FROM sagas
       WHERE generation = $1 AND form = f.form AND start_type = $3 AND vhost = $4 AND last_at <= $5
       ORDER BY started_at DESC, key DESC, ordinal DESC LIMIT $6) AS g
     ORDER BY g.started_at DESC, g.key, g.ordinal LIMIT $6`,
    [generation, FORMS, startType, vhost, new Date(now.getTime() - silentMs), MOST_INSTANCES],
  );
  // A saga may have thousands of events: of such, as few as say anything.
  const [newest = []] = inPortions(rows, { least: FEWEST_INSTANCES });
  const instances: SagaInstance[] = [];
  for (let i = 0; i < newest.length; i += PAGE) {
    instances.push(...(await readInstances(pool, generation, newest.slice(i, i + PAGE))));
  }
  return instances;
}
