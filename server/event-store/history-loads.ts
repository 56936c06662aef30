import type { ClientBase, Pool } from "pg";
import { SillageError } from "@/server/errors";

/** How far the demo's history of a virtual host has been loaded. */
export interface HistoryLoad {
  /** The end of the history, in milliseconds since 1970: fixed by the first try, so that every later one makes the same messages. */
  until: number;
  /** Messages that are committed. */
  loaded: number;
  complete: boolean;
}

/** The load of a virtual host; begun now, with `until`, when it is the first. */
export async function beginHistory(pool: Pool, vhost: string, until: Date): Promise<HistoryLoad> {
  await pool.query(
    "INSERT INTO history_loads (vhost, until) VALUES ($1, $2) ON CONFLICT (vhost) DO NOTHING",
    [vhost, until],
  );
  const { rows } = await pool.query<{ until: Date; loaded: number; complete: boolean }>(
    "SELECT until, loaded, complete FROM history_loads WHERE vhost = $1",
    [vhost],
  );
  const { loaded, complete, until: fixed } = rows[0]!;
  return { until: fixed.getTime(), loaded, complete };
}

/**
 * Notes, in a batch's own transaction, that the history is loaded up to `to`.
 * @throws SillageError CONFLICT when it is not at `from` any more: another process loads it too
 */
export async function advanceHistory(
  client: ClientBase,
  vhost: string,
  { from, to }: { from: number; to: number },
): Promise<void> {
  const { rowCount } = await client.query(
    "UPDATE history_loads SET loaded = $3 WHERE vhost = $1 AND loaded = $2 AND NOT complete",
    [vhost, from, to],
  );
  if (rowCount === 0) {
    throw new SillageError("CONFLICT", `Another process is loading the demo's history of ${vhost}.`);
  }
}

/** Notes that nothing is left to load. */
export async function completeHistory(pool: Pool, vhost: string): Promise<void> {
  await pool.query("UPDATE history_loads SET complete = true WHERE vhost = $1", [vhost]);
}
