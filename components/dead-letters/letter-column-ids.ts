/** Columns that the list of dead letters can show. */
export const LETTER_COLUMNS = [
  "chosen",
  "died",
  "state",
  "what",
  "error",
  "failed",
  "reason",
  "tries",
  "queue",
  "exchange",
  "producer",
  "stream",
  "correlation",
  "size",
] as const;
export type LetterColumnId = (typeof LETTER_COLUMNS)[number];
