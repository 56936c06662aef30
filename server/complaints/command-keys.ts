import { createHash } from "node:crypto";
import type { ClientBase } from "pg";
import { SillageError } from "@/server/errors";

/** Idempotency: a command that is sent again under its key is not done again, and answered as it was. */

export interface CommandKey {
  /** Whose key it is: keys of different callers do not meet. */
  scope: string;
  key: string;
  /** Digest of what was asked. */
  digest: string;
}

/** What came of a command. */
export interface CommandResult {
  complaintId: string;
  correlationId: string;
  /** Of the stream, before and after. */
  from: number;
  version: number;
}

/** The key of a command. `asked` is everything that was asked, in a fixed order. */
export function commandKey(scope: string, key: string, asked: unknown): CommandKey {
  return { scope, key, digest: createHash("sha256").update(JSON.stringify(asked)).digest("hex") };
}

/**
 * Claims a key in the command's own transaction; waits for another that is under way with the same key.
 * @returns what came of the command when it was done before; null when it is to be done now
 * @throws SillageError UNPROCESSABLE with `rule: "key-reused"` when the key stands for another request
 */
export async function claimKey(client: ClientBase, key: CommandKey): Promise<CommandResult | null> {
  const { rowCount } = await client.query(
    `INSERT INTO command_keys (scope, key, digest) VALUES ($1, $2, $3) ON CONFLICT (scope, key) DO NOTHING`,
    [key.scope, key.key, key.digest],
  );
  if (rowCount === 1) return null;
  const { rows } = await client.query<{ digest: string; result: CommandResult | null }>(
    "SELECT digest, result FROM command_keys WHERE scope = $1 AND key = $2",
    [key.scope, key.key],
  );
  const known = rows[0];
  if (known?.digest !== key.digest || !known.result) {
    throw new SillageError("UNPROCESSABLE", "This idempotency key was used for another request before.", {
      details: { facts: { rule: "key-reused" } },
    });
  }
  return known.result;
}

/** Remembers what came of the command. */
export async function keepResult(client: ClientBase, key: CommandKey, result: CommandResult): Promise<void> {
  await client.query("UPDATE command_keys SET result = $3 WHERE scope = $1 AND key = $2", [
    key.scope,
    key.key,
    JSON.stringify(result),
  ]);
}
