/**
 * What the name of an event says of its part in a saga, where no definition says it: it undoes something, it tells of a
 * failure, it ends well. English and French, in any spelling (`stock.released`, `STOCK_RELEASED`, `StockReleased`,
 * `commandes.annulée`). Everything concluded from it is inferred.
 */

const UNDOES = words(
  "refund refunded refunds release released cancel canceled cancelled cancellation reverse reversed reversal " +
    "compensate compensated compensation compensating rollback rolledback revert reverted undo undone void voided revoke revoked " +
    "rescind rescinded unreserve unreserved " +
    "rembourse remboursee remboursement annule annulee annulation libere liberee compense compensee revoque revoquee",
);
const FAILS = words(
  "fail failed failure refuse refused reject rejected decline declined deny denied expire expired abort aborted " +
    "timeout timedout bounced error errored " +
    "echoue echouee echec refusee rejete rejetee expiree",
);
const ENDS_WELL = words(
  "complete completed close closed finish finished deliver delivered fulfilled done resolved succeeded settled " +
    "termine terminee cloture cloturee ferme fermee livre livree acheve achevee finalise finalisee",
);

/** It undoes another step: a refund, a release, a cancellation. */
export const undoesByName = (type: string): boolean => has(type, UNDOES);
/** It says that something failed. */
export const failsByName = (type: string): boolean => has(type, FAILS);
/** It says that the whole came to a good end. */
export const endsWellByName = (type: string): boolean => has(type, ENDS_WELL) && !has(type, UNDOES);

/** Longer names are compared by their beginning: what comes from a broker may be of any length. */
const LONGEST = 512;

function has(type: string, list: ReadonlySet<string>): boolean {
  const parts = wordsOf(type);
  return parts.some((part, i) => list.has(part) || list.has(part + (parts[i + 1] ?? "")));
}

/** The words of a name, in lower case and without accents. */
export function wordsOf(type: string): string[] {
  return type
    .slice(0, LONGEST)
    .replace(/(\p{Ll}|\p{N})(?=\p{Lu})/gu, "$1 ")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(" "));
}
