import type { Pool } from "pg";
import { SillageError } from "@/server/errors";
import { projectionLag } from "@/server/projections/projection-loop";
import { foldComplaint } from "./complaint-history";
import { COMPLAINT_VIEWS } from "./complaint-projection";
import type { ReadModelLag } from "./list-schemas";
import type { ComplaintView } from "./view-schemas";

/** How far the read model of complaints is behind now. */
export const complaintLag = (pool: Pool, now: Date): Promise<ReadModelLag> =>
  projectionLag(pool, COMPLAINT_VIEWS, now);

/**
 * A complaint as it is now: from the read model, or from its events where the read model is behind, so that whoever has
 * just changed something sees it.
 * @throws SillageError NOT_FOUND
 */
export async function readComplaint(
  pool: Pool,
  vhost: string,
  complaintId: string,
  now: Date,
): Promise<{ view: ComplaintView; lag: ReadModelLag }> {
  // How far it is behind first: what is appended after that is not missed, but seen a moment later.
  const lag = await complaintLag(pool, now);
  const view =
    lag.behind === 0
      ? await projected(pool, vhost, complaintId)
      : await foldComplaint(pool, vhost, complaintId);
  if (!view) throw new SillageError("NOT_FOUND", "There is no such complaint.");
  return { view, lag };
}

async function projected(pool: Pool, vhost: string, complaintId: string): Promise<ComplaintView | null> {
  const { rows } = await pool.query<{ view: ComplaintView }>(
    `SELECT view FROM complaint_views
     WHERE generation = (SELECT generation FROM projection_generations WHERE name = $1 AND state = 'serving')
       AND vhost = $2 AND complaint_id = $3`,
    [COMPLAINT_VIEWS.name, vhost, complaintId],
  );
  return rows[0]?.view ?? null;
}
