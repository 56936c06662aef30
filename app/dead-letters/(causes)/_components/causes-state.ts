import { createLoader, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { GROUP_SORTS } from "@/server/dead-letters/group-words";
import { ERROR_CLASSES } from "@/server/dead-letters/words";

/** What the address of the causes says: the same screen for whoever opens the link. */

export const CAUSE_STATES = ["waiting", "redriven", "discarded", "any"] as const;

export const causesParsers = {
  state: parseAsStringLiteral(CAUSE_STATES).withDefault("waiting"),
  vhost: parseAsString,
  queue: parseAsString,
  reason: parseAsString,
  class: parseAsStringLiteral(ERROR_CLASSES),
  failed: parseAsString,
  exchange: parseAsString,
  text: parseAsString,
  sort: parseAsStringLiteral(GROUP_SORTS).withDefault("waiting"),
};

export const loadCausesState = createLoader(causesParsers);
export type CausesState = Awaited<ReturnType<typeof loadCausesState>>;

/** Causes of one page of the list: what fills two screens. */
const PAGE_ROWS = 30;

/** The question that an address means. */
export function groupsInputOf(state: CausesState) {
  return {
    state: state.state,
    sort: state.sort,
    ...(state.vhost ? { vhost: state.vhost } : {}),
    ...(state.queue ? { queue: state.queue } : {}),
    ...(state.reason ? { reason: state.reason } : {}),
    ...(state.class ? { errorClass: state.class } : {}),
    ...(state.failed ? { failedQueue: state.failed } : {}),
    ...(state.exchange === null ? {} : { originExchange: state.exchange }),
    // One letter would match nearly everything.
    ...(state.text && state.text.trim().length > 1 ? { text: state.text } : {}),
    limit: PAGE_ROWS,
  };
}
