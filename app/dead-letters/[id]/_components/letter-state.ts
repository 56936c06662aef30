import { parseAsInteger, parseAsStringLiteral } from "nuqs/server";

export const LETTER_TABS = ["payload", "raw", "headers", "properties"] as const;

/** What the address of a dead letter says beside its id. */
export const letterParsers = {
  tab: parseAsStringLiteral(LETTER_TABS).withDefault("payload"),
  /** The version whose content is shown; without one, the newest. */
  version: parseAsInteger,
};
