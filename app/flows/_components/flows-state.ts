import type { UseQueryStatesReturn } from "nuqs";
import {
  createLoader,
  createParser,
  parseAsBoolean,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { boundsOf, rangeParsers } from "@/app/_range/range-state";
import type { OpenedWay } from "@/components/flows/flow-elements";
import { PERIODS } from "./periods";

/** What the address of the flows page says: the same screen for whoever opens the link. */

export const TABS = ["map", "variants", "compare", "conformance"] as const;
export const VIEWS = ["graph", "table", "diagram"] as const;

const parseAsMoment = createParser({
  parse: (text: string) => (Number.isNaN(Date.parse(text)) ? null : new Date(text).toISOString()),
  serialize: (moment: string) => moment,
});

export const flowsParsers = {
  tab: parseAsStringLiteral(TABS).withDefault("map"),
  /** Null: the graph where there is room for it, else the table. */
  view: parseAsStringLiteral(VIEWS),
  vhost: parseAsString,
  exchange: parseAsString,
  eventType: parseAsString,
  saga: parseAsString,
  variant: parseAsString,
  /** Shares of types and ways that are drawn, in per cent; null: as many as can be read. */
  types: parseAsInteger,
  ways: parseAsInteger,
  /** What is opened: a type, the one before it (empty: a start), or sagas that ended with it. */
  at: parseAsString,
  before: parseAsString,
  last: parseAsBoolean.withDefault(false),
  /** Two periods to compare; both given by moments, or by a word: the range and the same length before it. */
  periods: parseAsStringLiteral(PERIODS).withDefault("range"),
  beforeFrom: parseAsMoment,
  beforeTo: parseAsMoment,
  afterFrom: parseAsMoment,
  afterTo: parseAsMoment,
  /** Only ways that changed. */
  changed: parseAsBoolean.withDefault(true),
  ...rangeParsers,
};

export const loadFlowsState = createLoader(flowsParsers);
export type FlowsState = Awaited<ReturnType<typeof loadFlowsState>>;
export type SetFlowsState = UseQueryStatesReturn<typeof flowsParsers>[1];

/** What closes the panel. */
export const CLOSED = { at: null, before: null, last: null } as const;

/** What is opened; null: nothing. */
export function openedOf({ at, before, last }: FlowsState): OpenedWay | null {
  if (at === null) return null;
  return { type: at, ...(last ? { last } : before === null ? {} : { before }) };
}

/** The filters of an address that hold whatever the range. */
export function filterOf({ vhost, exchange, eventType, saga }: FlowsState) {
  return {
    ...(vhost ? { vhost } : {}),
    ...(exchange !== null ? { exchange } : {}),
    ...(eventType ? { eventType } : {}),
    ...(saga ? { sagaType: saga } : {}),
  };
}

/** The range of an address. `anchor`: the moment that a preset ends at. */
export function rangeOf(state: FlowsState, anchor: string) {
  const { from, to } = boundsOf(state, anchor);
  return { ...(from === null ? {} : { from }), ...(to === null ? {} : { to }) };
}

/** The question of the map. */
export const graphInputOf = (state: FlowsState, anchor: string) => ({
  ...rangeOf(state, anchor),
  ...filterOf(state),
  ...(state.variant ? { variant: state.variant } : {}),
});

/** The question of ways and departures: they know neither exchanges nor single types. */
export function sagasInputOf(state: FlowsState, anchor: string) {
  const { vhost, sagaType } = filterOf(state);
  return { ...rangeOf(state, anchor), ...(vhost ? { vhost } : {}), ...(sagaType ? { sagaType } : {}) };
}

/** The list of sagas with the same range and filters, and more. */
export function sagasHref(state: FlowsState, more: Record<string, string>): string {
  const search = new URLSearchParams();
  const { range, from, to, vhost, saga } = state;
  for (const [name, value] of Object.entries({ vhost, type: saga, ...more }))
    if (value) search.set(name, value);
  if (from !== null || to !== null) {
    if (from !== null) search.set("from", from);
    if (to !== null) search.set("to", to);
  } else if (range !== flowsParsers.range.defaultValue) search.set("range", range);
  return `/sagas?${search}`;
}
