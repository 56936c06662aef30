import type { Pool } from "pg";
import { SharedReading } from "@/server/broker/shared-reading";
import { processWide } from "@/server/process-wide";

/** How much was published to each exchange in the last 24 hours. */
export type Published = (place: { vhost: string; exchange: string }) => number | null;

/** It changes slowly, and a day of rollups is a lot to add up for every look at a page. */
const KEEP_MS = 60_000;

const readings = processWide("dead-letters.published", () => new WeakMap<Pool, SharedReading<Published>>());

/** What was published in the last 24 hours, read at most once a minute for everybody. Keyed by the pool of the process. */
export function publishedLately(pool: Pool): Promise<Published> {
  let reading = readings.get(pool);
  if (!reading) {
    reading = new SharedReading(() => read(pool), KEEP_MS);
    readings.set(pool, reading);
  }
  return reading.get();
}

async function read(pool: Pool): Promise<Published> {
  const { rows } = await pool.query<{ vhost: string; exchange: string; count: number }>(
    `SELECT vhost, exchange, sum(count)::float8 AS count FROM traffic_minutes
     WHERE minute >= now() - interval '24 hours' AND arrival = 'published' GROUP BY vhost, exchange`,
  );
  const counts = new Map(
    rows.map(({ vhost, exchange, count }) => [JSON.stringify([vhost, exchange]), count]),
  );
  return ({ vhost, exchange }) => counts.get(JSON.stringify([vhost, exchange])) ?? null;
}
