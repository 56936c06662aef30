import {
  createLoader,
  parseAsArrayOf,
  parseAsBoolean,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import type { z } from "zod";
import { boundsOf, rangeParsers } from "@/app/_range/range-state";
import { REQUEST_COLUMNS, SAGA_COLUMNS } from "@/components/sagas/list/saga-column-ids";
import type { SagaListKind } from "@/components/sagas/list/saga-list";
import type { sagaFilter } from "@/server/sagas/saga-schemas";
import { DEVIATIONS, SAGA_ORDERS, SAGA_STATUSES } from "@/server/sagas/words";

/** What the address of the lists of sagas says: the same screen for whoever opens the link. */

export const ANSWERS = ["answered", "unanswered"] as const;

export const sagasParsers = {
  status: parseAsStringLiteral(SAGA_STATUSES),
  late: parseAsBoolean.withDefault(false),
  dead: parseAsBoolean.withDefault(false),
  answer: parseAsStringLiteral(ANSWERS),
  type: parseAsString,
  definition: parseAsString,
  participant: parseAsString,
  correlation: parseAsString,
  stream: parseAsString,
  variant: parseAsString,
  deviation: parseAsStringLiteral(DEVIATIONS),
  vhost: parseAsString,
  order: parseAsStringLiteral(SAGA_ORDERS).withDefault("started"),
  ...rangeParsers,
  cols: parseAsArrayOf(parseAsStringLiteral([...new Set([...SAGA_COLUMNS, ...REQUEST_COLUMNS])])),
  live: parseAsBoolean.withDefault(true),
};

export const loadSagasState = createLoader(sagasParsers);
export type SagasState = Awaited<ReturnType<typeof loadSagasState>>;

/** Names in the address and in a filter of sagas. A chip shows those that have no control of their own. */
const FIELDS = {
  type: "type",
  definition: "definition",
  participant: "participant",
  correlation: "correlationId",
  stream: "streamId",
  variant: "variant",
  deviation: "deviation",
  vhost: "vhost",
} as const satisfies Partial<Record<keyof SagasState, string>>;
type Field = keyof typeof FIELDS;
export const CHIPS = ["definition", "participant", "stream", "variant", "deviation", "vhost"] as const;
export type Chip = (typeof CHIPS)[number];

/** What clears all filters. */
export const NO_FILTERS = {
  status: null,
  late: null,
  dead: null,
  answer: null,
  type: null,
  definition: null,
  participant: null,
  correlation: null,
  stream: null,
  variant: null,
  deviation: null,
  vhost: null,
} as const;

/** Whether what is not there may be hidden by a filter. */
export const isFiltered = (state: SagasState): boolean =>
  (Object.keys(NO_FILTERS) as (keyof typeof NO_FILTERS)[]).some(
    (name) => state[name] !== null && state[name] !== false,
  );

type Input = z.input<typeof sagaFilter>;

/** The filter that an address means. `anchor`: the moment that a preset range ends at. */
export function filterOf(kind: SagaListKind, state: SagasState, anchor: string): Input {
  const { from, to } = boundsOf(state, anchor);
  const fields = (Object.keys(FIELDS) as Field[]).flatMap((name) =>
    state[name] === null || state[name] === "" ? [] : [[FIELDS[name], state[name]]],
  );
  return {
    ...(Object.fromEntries(fields) as Input),
    form: kind === "sagas" ? "saga" : "request",
    ...(state.status === null ? {} : { status: state.status }),
    ...(state.late ? { late: true } : {}),
    ...(state.dead ? { deadLetters: true } : {}),
    ...(from === null ? {} : { from }),
    ...(to === null ? {} : { to }),
  };
}

/** Rows of one page of a list. */
const PAGE_ROWS = 100;

/** The question of the list. Of requests, those without a reply come first: they are asked for apart. */
export const listInputOf = (kind: SagaListKind, state: SagasState, anchor: string, answered?: boolean) => ({
  ...filterOf(kind, state, anchor),
  ...(answered === undefined ? {} : { answered }),
  order: state.order,
  limit: PAGE_ROWS,
});
