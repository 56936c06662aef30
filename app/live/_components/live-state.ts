import { parseAsBoolean } from "nuqs/server";
import type { MessageFilterInput } from "@/server/audit/audit-schemas";
import { type SearchState, searchInputOf, searchParsers } from "../../events/_components/search-state";

/** What the address of the live page says: as on the events page, but live unless switched off, and of no range. */
export const liveParsers = { ...searchParsers, live: parseAsBoolean.withDefault(true) };

/** The page begins with what arrived in this time. */
const BEFORE = "15m";

/** The search for the newest messages that the page begins with. `anchor`: now. */
export function latestOf(state: SearchState, anchor: string): MessageFilterInput & { limit: number } {
  return searchInputOf({ ...state, range: BEFORE, from: null, to: null }, anchor);
}

/** What the page follows: the filters alone. */
export function liveFilterOf(state: SearchState): MessageFilterInput {
  const { limit: _, from: __, ...filter } = latestOf(state, new Date(0).toISOString());
  return filter;
}
