import {
  createParser,
  parseAsArrayOf,
  parseAsBoolean,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
  type UseQueryStatesReturn,
  useQueryStates,
} from "nuqs";
import { STEP_COLUMNS } from "@/components/sagas/step-column-ids";

/** What the address of a saga's page says: the same screen for whoever opens the link. */

export const VIEWS = ["timeline", "sequence", "table", "list"] as const;
export type SagaViewName = (typeof VIEWS)[number];
export const PANEL_TABS = ["payload", "headers", "facts", "state"] as const;
export type PanelTab = (typeof PANEL_TABS)[number];
const LINKS = ["causation", "order", "pair"] as const;

/** Microseconds since the first event, as `120-4500`. */
const parseAsWindow = createParser<{ from: number; to: number }>({
  parse: (text) => {
    const match = /^(\d{1,15})-(\d{1,15})$/.exec(text);
    if (!match) return null;
    const [from, to] = [Number(match[1]), Number(match[2])];
    return from < to ? { from, to } : null;
  },
  serialize: ({ from, to }) => `${from}-${to}`,
  eq: (a, b) => a.from === b.from && a.to === b.to,
});

const parsers = {
  view: parseAsStringLiteral(VIEWS).withDefault("timeline"),
  /** Record id of the opened event. */
  event: parseAsString,
  tab: parseAsStringLiteral(PANEL_TABS).withDefault("payload"),
  /** The playhead stands at the opened event: what came later is not there yet. */
  travel: parseAsBoolean.withDefault(false),
  window: parseAsWindow,
  gaps: parseAsArrayOf(parseAsString).withDefault([]),
  /** Which arrows; null: as many as can be made out. */
  links: parseAsArrayOf(parseAsStringLiteral(LINKS)),
  /** Which part of the sequence diagram, where it has several. */
  part: parseAsInteger.withDefault(1),
  cols: parseAsArrayOf(parseAsStringLiteral(STEP_COLUMNS)),
};

export type SagaState = UseQueryStatesReturn<typeof parsers>[0];
export type SetSagaState = UseQueryStatesReturn<typeof parsers>[1];

/** The state of the page, in its address. Looking about makes no history; another view does. */
export const useSagaState = () => useQueryStates(parsers, { history: "replace", scroll: false });
