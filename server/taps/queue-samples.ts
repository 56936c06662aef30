import type { Pool } from "pg";

/** The most messages that waited in an audit queue during one bucket of time. */
export interface QueueSample {
  vhost: string;
  /** Start of the bucket, milliseconds since 1970. */
  at: number;
  /** Null when no sample of the bucket knows it. */
  waiting: number | null;
}

/** What the sampler (see sampler.ts: every 15 seconds, kept for a week) saw waiting, the peak of each bucket. */
export async function readQueueSamples(
  pool: Pool,
  { from, to, stepMs }: { from: number; to: number; stepMs: number },
): Promise<QueueSample[]> {
  const { rows } = await pool.query<QueueSample>(
    `SELECT vhost, (extract(epoch FROM bucket) * 1000)::float8 AS at, waiting FROM (
       SELECT vhost, date_bin(make_interval(secs => $3), at, '1970-01-01T00:00:00Z') AS bucket,
              max(coalesce(waiting, ready))::float8 AS waiting
       FROM audit_queue_samples WHERE at >= $1 AND at < $2 GROUP BY 1, 2) AS buckets
     ORDER BY vhost, at`,
    [new Date(from), new Date(to), stepMs / 1_000],
  );
  return rows;
}
