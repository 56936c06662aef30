import type { Pool } from "pg";
import { storable } from "@/server/envelopes/text";

/** What a person may decide about taps. Every worker notices within two seconds. */

/** Agrees that Sillage binds the exchanges of a virtual host that is not its own. */
export async function consentToTap(pool: Pool, vhost: string, by: string): Promise<void> {
  await pool.query(
    "INSERT INTO tap_consents (vhost, granted_by) VALUES ($1, $2) ON CONFLICT (vhost) DO NOTHING",
    [vhost, storable(by)],
  );
}

/** Takes the consent back. Bindings that stand stay until they are removed by `npm run untap`. */
export async function withdrawConsent(pool: Pool, vhost: string): Promise<void> {
  await pool.query("DELETE FROM tap_consents WHERE vhost = $1", [vhost]);
}

/** Leaves an exchange unobserved from now on. */
export async function excludeExchange(pool: Pool, vhost: string, name: string, by: string): Promise<void> {
  await pool.query(
    `INSERT INTO exchange_exclusions (vhost, name, excluded_by) VALUES ($1, $2, $3)
     ON CONFLICT (vhost, name) DO NOTHING`,
    [vhost, storable(name), storable(by)],
  );
}

/** Observes it again. */
export async function includeExchange(pool: Pool, vhost: string, name: string): Promise<void> {
  await pool.query("DELETE FROM exchange_exclusions WHERE vhost = $1 AND name = $2", [vhost, storable(name)]);
}
