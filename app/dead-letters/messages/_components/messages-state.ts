import {
  createLoader,
  parseAsArrayOf,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { LETTER_COLUMNS } from "@/components/dead-letters/letter-column-ids";
import type { DeadLetterFilter, StateFilter } from "@/server/dead-letters/dead-letter-filter";
import { DEAD_LETTER_STATES, ERROR_CLASSES } from "@/server/dead-letters/words";

/** What the address of the dead letters says: the same screen for whoever opens the link. */

/** `all`: in whatever state. */
export const LETTER_STATES = ["waiting", ...DEAD_LETTER_STATES, "all"] as const;

export const messagesParsers = {
  state: parseAsStringLiteral(LETTER_STATES).withDefault("waiting"),
  group: parseAsString,
  vhost: parseAsString,
  queue: parseAsString,
  reason: parseAsString,
  class: parseAsStringLiteral(ERROR_CLASSES),
  type: parseAsString,
  producer: parseAsString,
  failed: parseAsString,
  exchange: parseAsString,
  correlation: parseAsString,
  stream: parseAsString,
  event: parseAsString,
  tries: parseAsInteger,
  from: parseAsString,
  to: parseAsString,
  text: parseAsString,
  selected: parseAsString,
  cols: parseAsArrayOf(parseAsStringLiteral(LETTER_COLUMNS)),
};

export const loadMessagesState = createLoader(messagesParsers);
export type MessagesState = Awaited<ReturnType<typeof loadMessagesState>>;

/** Names in the address and in a filter of dead letters. Those that a chip shows; the others have a control of their own. */
export const CHIPS = {
  queue: "queue",
  vhost: "vhost",
  reason: "reason",
  class: "errorClass",
  type: "eventType",
  producer: "producer",
  failed: "failedQueue",
  exchange: "originExchange",
  correlation: "correlationId",
  stream: "streamId",
  event: "eventId",
  tries: "tries",
  from: "from",
  to: "to",
} as const satisfies Partial<Record<keyof MessagesState, keyof DeadLetterFilter>>;
export type Chip = keyof typeof CHIPS;
export const CHIP_NAMES = Object.keys(CHIPS) as Chip[];

/** Rows of one page of the list. */
const PAGE_ROWS = 100;

/** The filter that an address means. */
export function filterOf(state: MessagesState): DeadLetterFilter {
  const fields = CHIP_NAMES.flatMap((name) => (state[name] === null ? [] : [[CHIPS[name], state[name]]]));
  return {
    ...Object.fromEntries(fields),
    ...(state.group ? { groupId: state.group } : {}),
    ...(state.state === "all" ? {} : { state: state.state as StateFilter }),
    // One letter would match nearly everything.
    ...(state.text && state.text.trim().length > 1 ? { text: state.text } : {}),
  };
}

/** The question that an address means. */
export const lettersInputOf = (state: MessagesState) => ({ ...filterOf(state), limit: PAGE_ROWS });
