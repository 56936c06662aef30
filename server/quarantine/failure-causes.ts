/** Why a message could not be stored, as a word that a page can put into plain language. */
export const FAILURE_CAUSES = [
  /** text that PostgreSQL cannot keep */
  "text",
  /** a number outside what a column holds */
  "number",
  /** a moment that PostgreSQL does not know */
  "time",
  /** a value longer than the database takes */
  "too_large",
  /** something that must be unique was there already */
  "not_unique",
  /** a rule of a table: a check, a missing value, a reference */
  "rule",
  /** another of PostgreSQL's data exceptions */
  "data",
  /** our own code gave up on a value */
  "own_error",
] as const;
export type FailureCause = (typeof FAILURE_CAUSES)[number];

const BY_STATE: Record<string, FailureCause | undefined> = {
  "22021": "text",
  "22P02": "text",
  "22P03": "text",
  "22P05": "text",
  "22030": "text",
  "22032": "text",
  "22003": "number",
  "22007": "time",
  "22008": "time",
  "22009": "time",
  "22001": "too_large",
  "23505": "not_unique",
  "23P01": "not_unique",
};
const BY_CLASS: Record<string, FailureCause | undefined> = { "22": "data", "23": "rule", "54": "too_large" };

/** The cause that a SQLSTATE, or the name of an error of ours, stands for. */
export function causeOf(errorCode: string): FailureCause {
  if (!/^[0-9A-Z]{5}$/.test(errorCode)) return "own_error";
  return BY_STATE[errorCode] ?? BY_CLASS[errorCode.slice(0, 2)] ?? "data";
}
