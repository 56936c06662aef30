/** Columns that the list of sagas can show. */
export const SAGA_COLUMNS = [
  "status",
  "what",
  "started",
  "took",
  "waiting",
  "events",
  "participants",
  "marks",
  "value",
  "last",
  "definition",
  "streams",
  "vhost",
] as const;
export type SagaColumnId = (typeof SAGA_COLUMNS)[number];

/** Columns that the list of requests can show. */
export const REQUEST_COLUMNS = [
  "answer",
  "request",
  "started",
  "latency",
  "reply",
  "participants",
  "marks",
  "value",
  "vhost",
] as const;
export type RequestColumnId = (typeof REQUEST_COLUMNS)[number];
