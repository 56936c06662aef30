import type { ClientBase, Pool } from "pg";
import {
  ensureGeneration,
  forgetGeneration,
  type Generation,
  hasUnserved,
  lockGeneration,
  lockRetired,
  savePosition,
  switchTo,
} from "./generations";
import type { Projection } from "./projection";
import { tellViewers } from "./view-changes";

/** Rows of a retired generation removed in one turn. */
const CLEARED = 2_000;

/** Makes the generation that this version of the projection needs. */
export function prepareProjection(pool: Pool, projection: Projection): Promise<void> {
  return inTransaction(pool, (client) => ensureGeneration(client, projection));
}

/**
 * Takes what the log has over into the read model: events, rows and how far it came in one transaction, so that a
 * process may be killed at any moment and the next one goes on exactly there. One process at a time works on a
 * generation; the others find it locked and leave it.
 * @returns whether there is more to do already
 */
export async function runTurn(pool: Pool, projection: Projection, size?: number): Promise<boolean> {
  // What people read goes first, and mostly there is nothing else: then two transactions need not be begun.
  if (await inTransaction(pool, (client) => serve(client, projection, size))) return true;
  if (!(await hasUnserved(pool, projection.name))) return false;
  if (await inTransaction(pool, (client) => build(client, projection, size))) return true;
  return inTransaction(pool, (client) => clear(client, projection));
}

async function serve(client: ClientBase, projection: Projection, size: number | undefined): Promise<boolean> {
  const serving = await lockGeneration(client, projection, "serving");
  if (!serving) return false;
  const { more, changed } = await advance(client, projection, serving, size);
  await tellViewers(client, projection.name, changed);
  return more;
}

async function build(client: ClientBase, projection: Projection, size: number | undefined): Promise<boolean> {
  const building = await lockGeneration(client, projection, "building");
  if (!building) return false;
  const { more, next } = await advance(client, projection, building, size);
  if (more) return true;
  // From here on nobody can take the served one any further: what it has now, the new one has too, or gets here.
  await client.query(
    "SELECT 1 FROM projection_generations WHERE name = $1 AND state = 'serving' FOR UPDATE",
    [projection.name],
  );
  const rest = await advance(client, projection, { ...building, position: next }, size);
  if (rest.more) return true;
  await switchTo(client, projection.name, building.generation);
  await tellViewers(client, projection.name, null);
  return true;
}

async function advance(
  client: ClientBase,
  projection: Projection,
  { generation, position }: Generation,
  size: number | undefined,
): Promise<{ more: boolean; next: number; changed: string[] }> {
  const { entries, next, more } = await projection.source.read(client, position, size);
  const changed = entries.length > 0 ? await projection.apply(client, generation, entries) : [];
  if (next !== position) await savePosition(client, projection.name, { generation, position: next });
  return { more, next, changed };
}

async function clear(client: ClientBase, projection: Projection): Promise<boolean> {
  const generation = await lockRetired(client, projection.name);
  if (generation === null) return false;
  const removed = await projection.clear(client, generation, CLEARED);
  if (removed === 0) await forgetGeneration(client, projection.name, generation);
  return true;
}

async function inTransaction<T>(pool: Pool, work: (client: ClientBase) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
