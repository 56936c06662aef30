import { randomBytes } from "node:crypto";
import type { ClientBase, Pool } from "pg";

/** What a key is for. `digest`: digests of content and identity; `sign-in`: cookies and second factors. */
export type KeyPurpose = "digest" | "sign-in";

/** A key of the store (32 bytes): made by whoever comes first, then the same for every process. */
export async function storeKey(pool: Pool | ClientBase, purpose: KeyPurpose): Promise<Buffer> {
  await pool.query(
    "INSERT INTO store_keys (purpose, secret) VALUES ($1, $2) ON CONFLICT (purpose) DO NOTHING",
    [purpose, randomBytes(32)],
  );
  const { rows } = await pool.query<{ secret: Buffer }>("SELECT secret FROM store_keys WHERE purpose = $1", [
    purpose,
  ]);
  return rows[0]!.secret;
}

/** The store's key for digests. */
export const digestKey = (pool: Pool | ClientBase): Promise<Buffer> => storeKey(pool, "digest");
