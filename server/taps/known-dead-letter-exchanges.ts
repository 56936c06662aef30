import type { Pool } from "pg";

/** Which exchanges take dead letters, as the taps last wrote it down: for who has no taps of its own running. */
export async function knownDeadLetterExchanges(
  pool: Pool,
): Promise<(vhost: string, exchange: string) => boolean> {
  const { rows } = await pool.query<{ vhost: string; name: string }>(
    "SELECT vhost, name FROM exchanges WHERE dead_letter",
  );
  const known = new Set(rows.map(({ vhost, name }) => `${vhost}\0${name}`));
  return (vhost, exchange) => known.has(`${vhost}\0${exchange}`);
}
