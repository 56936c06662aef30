import type { Pool } from "pg";
import { REDRIVES_CHANNEL } from "./control-redrive";
import { PLAN_LASTS_MS } from "./redrive-words";

/**
 * Ends plans that nobody started in time, and frees their messages for others. Whoever starts one at the same moment finds it
 * expired, or it is started and stays. @returns how many
 */
export async function expirePlans(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ expired: number }>(
    `WITH expired AS (
       UPDATE redrives SET status = 'expired', status_at = clock_timestamp(), ended_at = clock_timestamp()
       WHERE status = 'planned' AND created_at < clock_timestamp() - $1 * interval '1 millisecond'
       RETURNING id
     ), freed AS (
       UPDATE redrive_messages AS m SET outcome = 'released', active = false, settled_at = clock_timestamp()
       FROM expired WHERE m.redrive_id = expired.id AND m.outcome = 'pending'
     ), told AS (
       SELECT pg_notify('${REDRIVES_CHANNEL}', '') FROM expired LIMIT 1
     )
     SELECT (SELECT count(*)::int FROM expired) AS expired, (SELECT count(*) FROM told)`,
    [PLAN_LASTS_MS],
  );
  return rows[0]!.expired;
}
