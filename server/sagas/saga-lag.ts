import type { Pool } from "pg";
import { readGenerations } from "@/server/projections/generations";
import type { SagaCounts } from "./saga-list-schemas";
import { SAGA_VIEWS } from "./served-sagas";

/** How far sagas are behind what is stored and has its place in the log. */
export async function sagaLag(pool: Pool, now: Date): Promise<SagaCounts["lag"]> {
  const { serving, building } = await readGenerations(pool, SAGA_VIEWS);
  const { rows } = await pool.query<{ head: string | null; since: Date | null }>(
    `SELECT (SELECT position + count FROM batches WHERE position IS NOT NULL ORDER BY position DESC LIMIT 1) AS head,
       (SELECT received_from FROM batches WHERE position >= $1 AND count > 0 ORDER BY position LIMIT 1) AS since`,
    [serving?.position ?? 0],
  );
  const { head, since } = rows[0]!;
  const behind = Math.max(0, Number(head ?? 0) - (serving?.position ?? 0));
  const waits = behind > 0 && since !== null;
  return {
    behind,
    lagSeconds: waits ? Math.max(0, (now.getTime() - since.getTime()) / 1_000) : 0,
    rebuilding: building !== null,
  };
}
