import type { Pool } from "pg";

const DAY_MS = 86_400_000;

/** Name of the partition of `messages` that holds one UTC day. */
export function partitionName(day: Date): string {
  return `messages_p${day.toISOString().slice(0, 10).replaceAll("-", "")}`;
}

/**
 * Makes sure that each UTC day from `from` to `to` has its partition. Safe to run in many processes at once.
 * A day whose messages already lie in the default partition (its partition was late) stays there: nothing is moved
 * behind a reader's back, and queries find it all the same.
 */
export async function ensurePartitions(pool: Pool, from: Date, to: Date): Promise<string[]> {
  const made: string[] = [];
  const client = await pool.connect();
  try {
    const existing = await client.query<{ name: string }>(
      "SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'messages'::regclass",
    );
    const names = new Set(existing.rows.map((row) => row.name));
    await client.query("SET lock_timeout = '1s'");
    const last = Math.floor(to.getTime() / DAY_MS);
    for (let day = Math.floor(from.getTime() / DAY_MS); day <= last; day++) {
      const start = new Date(day * DAY_MS);
      const name = partitionName(start);
      if (names.has(name)) continue;
      const end = new Date((day + 1) * DAY_MS);
      try {
        await client.query(
          `CREATE TABLE IF NOT EXISTS ${name} PARTITION OF messages
           FOR VALUES FROM ('${start.toISOString()}') TO ('${end.toISOString()}')`,
        );
        made.push(name);
      } catch (error) {
        // 23514: the default partition holds rows of that day. 42P07, 42P17: another process made it meanwhile.
        if (!["23514", "42P07", "42P17", "55P03"].includes((error as { code?: string }).code ?? ""))
          throw error;
      }
    }
  } finally {
    await client.query("RESET lock_timeout").catch(() => {});
    client.release();
  }
  return made;
}
