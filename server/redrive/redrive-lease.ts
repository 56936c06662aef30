import type { Pool } from "pg";
import type { RedriveStatus } from "./redrive-words";

/** How long a redrive stays with a worker that says nothing more: it was killed, or hangs. */
export const LEASE_MS = 6_000;
export const RENEW_MS = 2_000;

/** The right to carry a redrive out. Its epoch is never given twice: an owner who slept too long commits nothing more. */
export interface RedriveLease {
  redriveId: string;
  epoch: string;
}

/** Another worker carries the redrive out now: what this one has not committed is that one's to settle. */
export class RedriveLost extends Error {
  constructor(redriveId: string) {
    super(`Another worker carries out the redrive ${redriveId} now.`);
    this.name = "RedriveLost";
  }
}

/**
 * Takes redrives that run, or of which something is not settled, and that no living worker has; the oldest first. What an
 * earlier owner is still writing is waited for: it holds the row shared.
 */
export async function claimRedrives(
  pool: Pool,
  { vhosts, holder, most }: { vhosts: readonly string[]; holder: string; most: number },
): Promise<RedriveLease[]> {
  const { rows } = await pool.query<{ id: string; epoch: string }>(
    `UPDATE redrives AS r SET epoch = r.epoch + 1, holder = $2, lease_until = clock_timestamp() + $4 * interval '1 millisecond'
     FROM (
       SELECT id FROM redrives
       WHERE (status = 'running' OR unsettled) AND vhost = ANY ($1::text[])
         AND (lease_until IS NULL OR lease_until < clock_timestamp())
       ORDER BY created_at LIMIT $3 FOR UPDATE SKIP LOCKED
     ) AS due WHERE r.id = due.id RETURNING r.id, r.epoch`,
    [vhosts, holder, most, LEASE_MS],
  );
  return rows.map(({ id, epoch }) => ({ redriveId: id, epoch }));
}

/** What its owner needs to look at again and again: somebody may pause it, or resume it at another rate. */
export interface RedriveNow {
  status: RedriveStatus;
  rate: number | null;
  haltShare: number | null;
  haltAfter: number;
}

/** Extends the lease. @throws RedriveLost */
export async function renewRedrive(
  pool: Pool,
  { redriveId, epoch }: RedriveLease,
  problem: string | null,
): Promise<RedriveNow> {
  const { rows } = await pool.query<RedriveNow>({
    name: "redrive-renew",
    text: `UPDATE redrives SET lease_until = clock_timestamp() + $3 * interval '1 millisecond', problem = $4
           WHERE id = $1 AND epoch = $2
           RETURNING status, rate, halt_share AS "haltShare", halt_after AS "haltAfter"`,
    values: [redriveId, epoch, LEASE_MS, problem],
  });
  if (!rows[0]) throw new RedriveLost(redriveId);
  return rows[0];
}

/** Gives a redrive back. `settled`: everything that was sent has its outcome, so nobody needs to take it up for that. */
export async function releaseRedrive(
  pool: Pool,
  { redriveId, epoch }: RedriveLease,
  settled: boolean,
): Promise<void> {
  await pool.query(
    `UPDATE redrives SET lease_until = NULL, holder = NULL, unsettled = unsettled AND NOT $3
     WHERE id = $1 AND epoch = $2`,
    [redriveId, epoch, settled],
  );
}
