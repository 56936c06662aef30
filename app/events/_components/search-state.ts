import {
  createLoader,
  parseAsArrayOf,
  parseAsBoolean,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { boundsOf, rangeParsers } from "@/app/_range/range-state";
import { EVENT_COLUMNS } from "@/components/events/event-column-ids";
import {
  CHOICES,
  FILTER_FIELDS,
  type FilterField,
  type FilterValues,
  TEXT_FIELDS,
} from "@/components/events/filter-fields";
import type { MessageFilterInput } from "@/server/audit/audit-schemas";

/** What the address of the events page says: the same screen for whoever opens the link. */

type TextParsers = Record<(typeof TEXT_FIELDS)[number], typeof parseAsString>;

export const TABS = ["payload", "raw", "headers", "properties", "route", "related"] as const;

export const searchParsers = {
  ...(Object.fromEntries(TEXT_FIELDS.map((field) => [field, parseAsString])) as TextParsers),
  kind: parseAsStringLiteral(CHOICES.kind),
  reading: parseAsStringLiteral(CHOICES.reading),
  arrival: parseAsStringLiteral(CHOICES.arrival),
  anomaly: parseAsStringLiteral(CHOICES.anomaly),
  q: parseAsString,
  ...rangeParsers,
  selected: parseAsString,
  tab: parseAsStringLiteral(TABS).withDefault("payload"),
  cols: parseAsArrayOf(parseAsStringLiteral(EVENT_COLUMNS)),
  live: parseAsBoolean.withDefault(false),
};

export const loadSearchState = createLoader(searchParsers);
export type SearchState = Awaited<ReturnType<typeof loadSearchState>>;

/** What clears all filters. */
export const NO_FILTERS = Object.fromEntries([...FILTER_FIELDS, "q"].map((field) => [field, null])) as Record<
  FilterField | "q",
  null
>;

/** Rows of one page of the list. */
export const PAGE_ROWS = 100;

/** The filters that are set, apart from free text and range. */
export function filtersOf(state: SearchState): FilterValues {
  const values: FilterValues = {};
  for (const field of FILTER_FIELDS) {
    const value = state[field];
    if (value !== null) values[field] = value;
  }
  return values;
}

/** What an address looks for. `anchor`: the moment that a preset range ends at. */
export function filterInputOf(state: SearchState, anchor: string): MessageFilterInput {
  const { anomaly, ...filters } = filtersOf(state);
  const { from, to } = boundsOf(state, anchor);
  return {
    ...(filters as MessageFilterInput),
    ...(anomaly === undefined ? {} : { anomaly: anomaly === "true" }),
    ...(state.q ? { q: state.q } : {}),
    ...(from === null ? {} : { from }),
    ...(to === null ? {} : { to }),
  };
}

/** The first page of the search that an address means. */
export function searchInputOf(state: SearchState, anchor: string): MessageFilterInput & { limit: number } {
  return { ...filterInputOf(state, anchor), limit: PAGE_ROWS };
}

/** Address of the events page with some filters, over all time: what a link to related messages points to. */
export function eventsHref(filters: FilterValues): string {
  return `/events?${new URLSearchParams({ ...filters, range: "all" })}`;
}
