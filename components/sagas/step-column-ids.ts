/** Ids of the columns of the table of a saga's events, in order. */
export const STEP_COLUMNS = [
  "place",
  "at",
  "elapsed",
  "type",
  "kind",
  "producer",
  "stream",
  "after",
  "link",
  "gap",
  "consumed",
  "exchange",
  "what",
] as const;
export type StepColumnId = (typeof STEP_COLUMNS)[number];
