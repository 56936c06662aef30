import type { ClientBase, Pool } from "pg";

/**
 * Generations of read models: of each projection one is served; at most one is being built beside it; retired ones wait
 * to be cleared. The row of a generation is also the lease on it: whoever has it locked writes to it.
 */

export interface Generation {
  generation: number;
  /** Where its next event is looked for in the log. */
  position: number;
}

/** Locks the generation of a projection that is in a state, if it was made by this version and nobody has it locked. */
export async function lockGeneration(
  client: ClientBase,
  { name, version }: { name: string; version: number },
  state: "serving" | "building",
): Promise<Generation | null> {
  const { rows } = await client.query<{ generation: number; position: string }>(
    `SELECT generation, position FROM projection_generations
     WHERE name = $1 AND state = $2 AND code_version = $3 FOR UPDATE SKIP LOCKED`,
    [name, state, version],
  );
  return rows[0] ? { generation: rows[0].generation, position: Number(rows[0].position) } : null;
}

export async function savePosition(
  client: ClientBase,
  name: string,
  { generation, position }: Generation,
): Promise<void> {
  await client.query("UPDATE projection_generations SET position = $3 WHERE name = $1 AND generation = $2", [
    name,
    generation,
    position,
  ]);
}

/**
 * Sees to it that there is a generation of this version: the first one is served at once, a later one is built beside
 * the one that is served. An older version changes nothing here.
 */
export async function ensureGeneration(
  client: ClientBase,
  { name, version }: { name: string; version: number },
): Promise<void> {
  await lockProjection(client, name);
  const { rows } = await client.query<{ state: string; code_version: number }>(
    "SELECT state, code_version FROM projection_generations WHERE name = $1 AND state <> 'retired'",
    [name],
  );
  if (rows.some((row) => row.code_version >= version)) return;
  await retire(client, name, "building");
  await add(client, name, rows.some((row) => row.state === "serving") ? "building" : "serving", version);
}

/**
 * Begins to build a projection anew beside what is served. Does nothing while one is being built, unless that one is to be
 * given up for it (`anew`): because what it is made with is not what counts any more.
 */
export async function requestRebuild(
  client: ClientBase,
  { name, version }: { name: string; version: number },
  { anew = false } = {},
): Promise<void> {
  await lockProjection(client, name);
  if (anew) await retire(client, name, "building");
  const { rows } = await client.query(
    "SELECT 1 FROM projection_generations WHERE name = $1 AND state = 'building'",
    [name],
  );
  if (rows.length === 0) await add(client, name, "building", version);
}

/** Serves the generation that was built, instead of the one that is served now, whose row the caller has locked. */
export async function switchTo(client: ClientBase, name: string, generation: number): Promise<void> {
  await retire(client, name, "serving");
  await client.query(
    `UPDATE projection_generations SET state = 'serving', switched_at = clock_timestamp()
     WHERE name = $1 AND generation = $2`,
    [name, generation],
  );
}

/** Whether a projection has a generation that is being built, or one that is to be cleared. */
export async function hasUnserved(pool: Pool, name: string): Promise<boolean> {
  const { rows } = await pool.query(
    "SELECT 1 FROM projection_generations WHERE name = $1 AND state <> 'serving' LIMIT 1",
    [name],
  );
  return rows.length > 0;
}

/** A retired generation of a projection, locked; null when there is none to clear. */
export async function lockRetired(client: ClientBase, name: string): Promise<number | null> {
  const { rows } = await client.query<{ generation: number }>(
    `SELECT generation FROM projection_generations WHERE name = $1 AND state = 'retired'
     ORDER BY generation LIMIT 1 FOR UPDATE SKIP LOCKED`,
    [name],
  );
  return rows[0]?.generation ?? null;
}

export async function forgetGeneration(client: ClientBase, name: string, generation: number): Promise<void> {
  await client.query("DELETE FROM projection_generations WHERE name = $1 AND generation = $2", [
    name,
    generation,
  ]);
}

/** What a projection is doing, for those who read it. */
export interface GenerationsNow {
  serving: Generation | null;
  building: Generation | null;
}

export async function readGenerations(pool: Pool, name: string): Promise<GenerationsNow> {
  const { rows } = await pool.query<{ state: "serving" | "building"; generation: number; position: string }>(
    "SELECT state, generation, position FROM projection_generations WHERE name = $1 AND state <> 'retired'",
    [name],
  );
  const of = (state: string): Generation | null => {
    const row = rows.find((it) => it.state === state);
    return row ? { generation: row.generation, position: Number(row.position) } : null;
  };
  return { serving: of("serving"), building: of("building") };
}

/** Two workers that start together decide one after the other. Ends with the transaction. */
async function lockProjection(client: ClientBase, name: string): Promise<void> {
  await client.query("SELECT pg_advisory_xact_lock(hashtextextended('projection ' || $1, 0))", [name]);
}

async function retire(client: ClientBase, name: string, state: "serving" | "building"): Promise<void> {
  await client.query("UPDATE projection_generations SET state = 'retired' WHERE name = $1 AND state = $2", [
    name,
    state,
  ]);
}

async function add(client: ClientBase, name: string, state: string, version: number): Promise<void> {
  await client.query(
    `INSERT INTO projection_generations (name, generation, state, code_version)
     SELECT $1, coalesce(max(generation), 0) + 1, $2, $3 FROM projection_generations WHERE name = $1`,
    [name, state, version],
  );
}
