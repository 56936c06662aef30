import { createLoader, parseAsString, parseAsStringLiteral } from "nuqs/server";

/** What the address of the page of mails says. */

export const WHICH = ["all", "in_doubt", "failed", "planned", "sent", "cancelled"] as const;

export const mailsParsers = {
  which: parseAsStringLiteral(WHICH).withDefault("all"),
  selected: parseAsString,
};

export const loadMailsState = createLoader(mailsParsers);
export type MailsState = Awaited<ReturnType<typeof loadMailsState>>;

/** The question that an address means. */
export const mailsInputOf = ({ which }: Pick<MailsState, "which">) => ({
  ...(which === "all" ? {} : { state: which }),
  limit: 50,
});
