import { createLoader, parseAsStringLiteral } from "nuqs/server";
import { REDRIVE_STATUSES } from "@/server/redrive/redrive-words";

/** What the address of the redrives says: the same screen for whoever opens the link. */

/** `open`: not ended. */
export const REDRIVE_CHOICES = ["all", "open", ...REDRIVE_STATUSES] as const;

export const redrivesParsers = { which: parseAsStringLiteral(REDRIVE_CHOICES).withDefault("all") };
export const loadRedrivesState = createLoader(redrivesParsers);

/** The question that an address means. */
export function redrivesInputOf({ which }: Awaited<ReturnType<typeof loadRedrivesState>>) {
  if (which === "all") return {};
  return which === "open" ? { open: true } : { status: which };
}
