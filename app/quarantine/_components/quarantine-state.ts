import { createLoader, parseAsString, parseAsStringLiteral } from "nuqs/server";
import type { QuarantineFilter } from "@/server/quarantine/quarantine-schemas";

/** What the address of the quarantine says: the same screen for whoever opens the link. */

export const STATES = ["open", "imported", "all"] as const;

export const quarantineParsers = {
  state: parseAsStringLiteral(STATES).withDefault("open"),
  vhost: parseAsString,
  exchange: parseAsString,
  code: parseAsString,
  selected: parseAsString,
};

export const loadQuarantineState = createLoader(quarantineParsers);
export type QuarantineState = Awaited<ReturnType<typeof loadQuarantineState>>;

/** The filter that an address means. */
export function filterOf({ vhost, exchange, code }: QuarantineState): QuarantineFilter {
  return {
    ...(vhost ? { vhost } : {}),
    ...(exchange === null ? {} : { exchange }),
    ...(code ? { errorCode: code } : {}),
  };
}

/** Rows of one page of the list. */
export const PAGE_ROWS = 50;
