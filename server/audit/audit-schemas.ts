import { z } from "zod";
import { EVENT_KINDS } from "@/server/envelopes/envelope";
import { UNREADABLE_CODES } from "@/server/envelopes/unreadable-reasons";
import { ARRIVALS, READINGS } from "@/server/event-store/record";
import { moment } from "@/server/moment";

/** What comes in through the doors of this slice, and what goes out. The OpenAPI document is made from these. */

// PostgreSQL text holds no NUL, so nothing stored can match one.
const noNul = (value: string) => !value.includes("\0");
const text = (about: string) =>
  z
    .string()
    .max(1024, "is longer than 1,024 characters")
    .refine(noNul, "contains a NUL character")
    .meta({ description: about });
const name = (about: string) => text(about).min(1, "is empty");

const oneOf = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z.enum(values, { error: `is not one of ${values.join(", ")}` });

/** The filters of a search. All that are given must hold. */
export const messageFilterShape = {
  vhost: name("Virtual host").optional(),
  exchange: text("Exchange; empty for the default exchange").optional(),
  routingKey: text(
    "Routing key, exact, or with the wildcards * (one word) and # (any number of words)",
  ).optional(),
  eventType: name("Event type, exact").optional(),
  kind: oneOf(EVENT_KINDS).optional(),
  producer: name("Producer, exact").optional(),
  aggregateType: name("Aggregate type, exact").optional(),
  aggregateId: name("Aggregate id, exact").optional(),
  streamId: name("Stream id: type, dash, id").optional(),
  correlationId: name("Correlation id").optional(),
  causationId: name("Id of the event that caused it").optional(),
  traceId: name("Trace id").optional(),
  eventId: name("Event id").optional(),
  userId: name("Who did it").optional(),
  arrival: oneOf(ARRIVALS).optional().meta({ description: "How the message came to be seen" }),
  reading: oneOf(READINGS).optional().meta({ description: "What was made of the message" }),
  anomaly: z
    .union([z.boolean(), z.enum(["true", "false"]).transform((value) => value === "true")], {
      error: "is neither true nor false",
    })
    .optional()
    .meta({ description: "true: only with an anomaly; false: only without" }),
  q: z.string().min(1, "is empty").max(200, "is longer than 200 characters").optional().meta({
    description: "Free text in the readable body (its first MiB) and the headers, case-insensitive",
  }),
  from: moment("First moment of receipt, inclusive").optional(),
  to: moment("Last moment of receipt, exclusive").optional(),
};

export const messageFilterInput = z.strictObject(messageFilterShape);
export type MessageFilterInput = z.input<typeof messageFilterInput>;

/** Query of `GET /api/audit/search`, and input of `audit.search`. */
export const searchInput = z
  .strictObject({
    ...messageFilterShape,
    limit: z.coerce
      .number({ error: "is not a number" })
      .int("is not a whole number")
      .min(1, "is less than 1")
      .max(500, "is more than 500")
      .default(50),
    cursor: z.string().min(1, "is empty").max(128, "is not a cursor of this search").optional(),
  })
  .refine(({ from, to }) => !from || !to || from < to, { path: ["to"], error: "is not after `from`" });

/** Input of `audit.search`: as above; `direction` is how the query client asks for a page. */
export const searchPageInput = searchInput.safeExtend({ direction: z.literal("forward").optional() });

/** How many messages match. */
export const countOutput = z.object({
  value: z.number(),
  exact: z.boolean().meta({ description: "false: an estimate, or as far as it was counted" }),
});

/** One arrival of a message. Everything that came from a broker is hostile text. */
export const auditMessage = z
  .object({
    id: z.string().meta({ description: "Record id, decimal" }),
    receivedAt: z.string().meta({ format: "date-time" }),
    vhost: z.string(),
    exchange: z.string(),
    routingKey: z.string(),
    arrival: z.enum(ARRIVALS),
    redelivered: z.boolean(),
    bodySize: z.number().meta({ description: "Bytes on the wire" }),
    reading: z.enum(READINGS),
    unreadableReason: z.string().nullable().meta({ description: "In English, as stored" }),
    unreadable: z
      .object({ code: z.enum(UNREADABLE_CODES), detail: z.string().nullable() })
      .nullable()
      .meta({
        description: "The reason as a word, and what it is about: an encoding, a number of bytes or levels",
      }),
    firstId: z
      .string()
      .nullable()
      .meta({ description: "First arrival of the event that this one repeats or clashes with" }),
    anomalies: z.array(z.string()),
  })
  .meta({ id: "Message" });
export type AuditMessage = z.infer<typeof auditMessage>;

/** What the message says happened. */
export const auditEvent = z
  .object({
    reader: z.string().meta({ description: "Envelope reader that recognised it" }),
    eventId: z.string().nullable(),
    eventType: z.string(),
    kind: z.enum(EVENT_KINDS),
    producer: z.string().nullable(),
    streamId: z.string().nullable(),
    streamSeq: z.number().nullable().meta({ description: "Place in its stream, dense, from 1; ours" }),
    aggregateType: z.string().nullable(),
    aggregateId: z.string().nullable(),
    declaredVersion: z.number().nullable().meta({ description: "The producer's own word" }),
    schemaVersion: z.string().nullable(),
    occurredAt: z.string().nullable().meta({ format: "date-time" }),
    correlationId: z.string().nullable(),
    causationId: z.string().nullable(),
    traceId: z.string().nullable(),
    spanId: z.string().nullable(),
    actor: z.string().nullable(),
    references: z.array(z.string()).meta({ description: "Stream ids of other aggregates that it names" }),
    inferred: z
      .array(z.string())
      .meta({ description: "Fields that were concluded and not said by the producer" }),
  })
  .meta({ id: "Event" });
export type AuditEvent = z.infer<typeof auditEvent>;

export const auditItem = z
  .object({
    message: auditMessage,
    event: auditEvent.nullable(),
    masked: z
      .array(z.string())
      .optional()
      .meta({ description: "Fields that are masked for you, as a whole or in part: `•••` stands in them" }),
  })
  .meta({ id: "AuditItem", description: "A message and, when it could be read as one, its event" });
export type AuditItem = z.infer<typeof auditItem>;

export const searchOutput = z
  .object({
    items: z.array(auditItem).meta({ description: "Newest first" }),
    nextCursor: z.string().nullable(),
    partial: z.boolean().meta({
      description: "The search stopped at its limit of work before the page was full; go on with nextCursor",
    }),
    searchedTo: z.string().nullable().meta({
      format: "date-time",
      description: "All that was received after this was looked at; null: everything was",
    }),
    count: countOutput.nullable(),
    head: z
      .number()
      .nullable()
      .meta({ description: "Length of the global log when the search began: from where live rows go on" }),
  })
  .meta({ id: "SearchAnswer" });
export type SearchOutput = z.infer<typeof searchOutput>;

/** Record id in an address. */
export const messageId = z.string().regex(/^\d{1,18}$/, "is not a record id");

/** Values that were seen lately: what a filter may be about. */
export const knownValuesOutput = z.object({
  exchange: z.array(z.string()),
  eventType: z.array(z.string()),
  vhost: z.array(z.string()),
  producer: z.array(z.string()),
});
