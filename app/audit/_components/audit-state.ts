import { createLoader, parseAsArrayOf, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { boundsOf, rangeParsers } from "@/app/_range/range-state";
import { ACTION_COLUMNS } from "@/components/operator-actions/action-column-ids";
import { OUTCOMES } from "@/server/operator-actions/action";
import { ACTION_NAMES } from "@/server/operator-actions/action-names";

/** What the address of the audit page says: the same screen for whoever opens the link. */

export const auditParsers = {
  who: parseAsString,
  action: parseAsStringLiteral(ACTION_NAMES),
  target: parseAsString,
  outcome: parseAsStringLiteral(OUTCOMES),
  q: parseAsString,
  ...rangeParsers,
  selected: parseAsString,
  cols: parseAsArrayOf(parseAsStringLiteral(ACTION_COLUMNS)),
};

export const loadAuditState = createLoader(auditParsers);
export type AuditState = Awaited<ReturnType<typeof loadAuditState>>;

/** Rows of one page of the list. */
const PAGE_ROWS = 50;

/** The question that an address means. `anchor`: the moment that a preset range ends at. */
export function actionsInputOf(state: AuditState, anchor: string) {
  const { from, to } = boundsOf(state, anchor);
  return {
    ...(state.who ? { who: state.who } : {}),
    ...(state.action ? { action: state.action } : {}),
    ...(state.target ? { target: state.target } : {}),
    ...(state.outcome ? { outcome: state.outcome } : {}),
    // One letter would match nearly everything.
    ...(state.q && state.q.length > 1 ? { q: state.q } : {}),
    ...(from === null ? {} : { from }),
    ...(to === null ? {} : { to }),
    limit: PAGE_ROWS,
  };
}
