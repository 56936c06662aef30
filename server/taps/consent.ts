import type { Pool } from "pg";
import { storable } from "@/server/envelopes/text";
import { act } from "@/server/operator-actions/act";
import type { By } from "@/server/operator-actions/action";

/** What a person may decide about taps. Each decision is recorded. Every worker notices within two seconds. */

/** Agrees that Sillage binds the exchanges of a virtual host that is not its own. */
export async function consentToTap(pool: Pool, vhost: string, by: By): Promise<void> {
  const target = { type: "vhost", id: vhost, vhost } as const;
  await act(pool, { by, action: "vhost.consented", target }, async (transaction) => {
    const { rowCount } = await transaction.query(
      "INSERT INTO tap_consents (vhost, granted_by) VALUES ($1, $2) ON CONFLICT (vhost) DO NOTHING",
      [vhost, storable(by.actor.name)],
    );
    return { value: undefined, before: { consent: rowCount === 0 }, after: { consent: true } };
  });
}

/** Takes the consent back. Bindings that stand stay until they are removed by `npm run untap`. */
export async function withdrawConsent(pool: Pool, vhost: string, by: By): Promise<void> {
  const target = { type: "vhost", id: vhost, vhost } as const;
  await act(pool, { by, action: "vhost.consent-withdrawn", target }, async (transaction) => {
    const { rowCount } = await transaction.query("DELETE FROM tap_consents WHERE vhost = $1", [vhost]);
    return { value: undefined, before: { consent: rowCount === 1 }, after: { consent: false } };
  });
}

/** Leaves an exchange unobserved from now on. */
export async function excludeExchange(pool: Pool, vhost: string, name: string, by: By): Promise<void> {
  const target = { type: "exchange", id: name, vhost, exchange: name } as const;
  await act(pool, { by, action: "exchange.excluded", target }, async (transaction) => {
    const { rowCount } = await transaction.query(
      `INSERT INTO exchange_exclusions (vhost, name, excluded_by) VALUES ($1, $2, $3)
       ON CONFLICT (vhost, name) DO NOTHING`,
      [vhost, storable(name), storable(by.actor.name)],
    );
    return { value: undefined, before: { excluded: rowCount === 0 }, after: { excluded: true } };
  });
}

/** Observes it again. */
export async function includeExchange(pool: Pool, vhost: string, name: string, by: By): Promise<void> {
  const target = { type: "exchange", id: name, vhost, exchange: name } as const;
  await act(pool, { by, action: "exchange.included", target }, async (transaction) => {
    const { rowCount } = await transaction.query(
      "DELETE FROM exchange_exclusions WHERE vhost = $1 AND name = $2",
      [vhost, storable(name)],
    );
    return { value: undefined, before: { excluded: rowCount === 1 }, after: { excluded: false } };
  });
}
