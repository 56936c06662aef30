import { createHash } from "node:crypto";
import type { Pool } from "pg";
import { SillageError } from "@/server/errors";
import { addressBlock } from "./address-block";

/**
 * How often somebody may try to sign in. Counted in the database, so that several web processes count together, and
 * counted before the password is looked at, so that a thousand attempts at once are a thousand attempts. An account that
 * does not exist is counted like one that does: an answer never tells which it was.
 */

/** Attempts in one window. */
export const SIGN_IN_LIMITS = {
  /** One account from one address: a person who mistypes. */
  both: 10,
  /** One account from everywhere: guessing that is spread over many machines. */
  account: 50,
  /** All accounts from one address: one password tried on many; an office behind one address stays below. */
  address: 100,
} as const;
const WINDOW_S = 15 * 60;

export interface SignInAttempt {
  /** What was typed: an e-mail address as a rule, hostile text always. */
  account: string;
  /** Address of the client; null where nobody knows it: then all such clients count as one. */
  address: string | null;
}

/**
 * Counts an attempt and says whether it may go on.
 * @throws SillageError TOO_MANY_REQUESTS with `details.retryAfter` in seconds. The attempt is not counted then, so that
 * the wait has an end for a person who goes on trying.
 */
export async function beginSignIn(pool: Pool, attempt: SignInAttempt): Promise<void> {
  const keys = keysOf(attempt);
  // In one order everywhere: two attempts that count the same keys at once wait for each other, and never in a circle.
  const counted = Object.entries(SIGN_IN_LIMITS)
    .map(([kind, limit]) => ({ key: keys[kind as keyof typeof keys], limit }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    let wait = 0;
    for (const { key, limit } of counted) {
      const { rows } = await client.query<{ attempts: number; left: number }>(
        `INSERT INTO sign_in_attempts AS a (key, attempts, started_at) VALUES ($1, 1, now())
         ON CONFLICT (key) DO UPDATE SET
           attempts = CASE WHEN a.started_at <= now() - make_interval(secs => $2) THEN 1 ELSE a.attempts + 1 END,
           started_at = CASE WHEN a.started_at <= now() - make_interval(secs => $2) THEN now() ELSE a.started_at END
         RETURNING attempts, ceil(extract(epoch FROM started_at + make_interval(secs => $2) - now()))::int AS left`,
        [key, WINDOW_S],
      );
      const { attempts, left } = rows[0]!;
      if (attempts > limit) wait = Math.max(wait, left, 1);
    }
    if (wait > 0) throw tooMany(wait);
    // Windows that ended long ago; a few at a time, whoever comes.
    await client.query(
      `DELETE FROM sign_in_attempts WHERE key IN (
         SELECT key FROM sign_in_attempts WHERE started_at < now() - interval '1 day' LIMIT 50
         FOR UPDATE SKIP LOCKED)`,
    );
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

/**
 * Forgets the attempts of an account from this address after a sign-in that was right. What was counted for the address
 * and for the account from everywhere stays: one account of his own must not give a guesser more guesses at others.
 */
export async function forgetSignIns(pool: Pool, attempt: SignInAttempt): Promise<void> {
  await pool.query("DELETE FROM sign_in_attempts WHERE key = $1", [keysOf(attempt).both]);
}

function keysOf({ account, address }: SignInAttempt) {
  const who = account.normalize("NFKC").trim().toLowerCase();
  const where = address === null ? "unknown" : addressBlock(address);
  return {
    both: keyOf("both", who, where),
    account: keyOf("account", who),
    address: keyOf("address", where),
  };
}

// UTF-16, because UTF-8 would turn every lone surrogate into the same bytes.
const keyOf = (...parts: string[]) =>
  createHash("sha256").update(JSON.stringify(parts), "utf16le").digest("base64url");

function tooMany(seconds: number): SillageError {
  const minutes = Math.ceil(seconds / 60);
  const when = minutes === 1 ? "in a minute" : `in ${minutes} minutes`;
  return new SillageError("TOO_MANY_REQUESTS", `Too many attempts to sign in. Try again ${when}.`, {
    details: { retryAfter: seconds },
  });
}
