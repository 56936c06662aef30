/** Ids of the columns of the event list, as they stand in the address; the first eight are shown unless chosen otherwise. */
export const EVENT_COLUMNS = [
  "time",
  "exchange",
  "routingKey",
  "eventType",
  "aggregate",
  "producer",
  "correlation",
  "size",
  "occurredAt",
  "kind",
  "arrival",
  "reading",
  "anomalies",
  "stream",
  "eventId",
  "trace",
  "user",
  "vhost",
] as const;
export type EventColumnId = (typeof EVENT_COLUMNS)[number];
