import { randomBytes } from "node:crypto";
import type { Pool } from "pg";

/** The store's key for digests (32 bytes): made by whoever comes first, then the same for every process. */
export async function digestKey(pool: Pool): Promise<Buffer> {
  await pool.query(
    "INSERT INTO store_keys (purpose, secret) VALUES ('digest', $1) ON CONFLICT (purpose) DO NOTHING",
    [randomBytes(32)],
  );
  const { rows } = await pool.query<{ secret: Buffer }>(
    "SELECT secret FROM store_keys WHERE purpose = 'digest'",
  );
  return rows[0]!.secret;
}
