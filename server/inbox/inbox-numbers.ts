import type { Pool } from "pg";

/** What waits in the inbox of a service. */
export interface InboxNumbers {
  /** All that waits, those that wait for their next attempt included. */
  waiting: number;
  /** Failed before and will be tried again. */
  retrying: number;
  /** When the oldest of them arrived. */
  oldestAt: string | null;
}

const NOTHING: InboxNumbers = { waiting: 0, retrying: 0, oldestAt: null };

/** Counts what waits, for each service that is asked for. */
export async function inboxNumbers<Name extends string>(
  pool: Pool,
  services: readonly Name[],
): Promise<Record<Name, InboxNumbers>> {
  const { rows } = await pool.query<{ service: Name; waiting: number; retrying: number; oldest: Date }>(
    `SELECT service, count(*)::int AS waiting, (count(*) FILTER (WHERE attempts > 0))::int AS retrying,
            min(received_at) AS oldest
     FROM inbox WHERE state = 'waiting' AND service = ANY ($1) GROUP BY service`,
    [services],
  );
  const found = new Map(rows.map((row) => [row.service, row]));
  const entries = services.map((service) => {
    const row = found.get(service);
    if (!row) return [service, NOTHING];
    return [service, { waiting: row.waiting, retrying: row.retrying, oldestAt: row.oldest.toISOString() }];
  });
  return Object.fromEntries(entries) as Record<Name, InboxNumbers>;
}
