import { z } from "zod";
import { moment } from "@/server/moment";

/** What the routes of streams and events are asked, and answer. */

const text = (about: string) =>
  z
    .string()
    .min(1, "is empty")
    .max(1024, "is longer than 1,024 characters")
    .refine((value) => !value.includes("\0"), "contains a NUL character")
    .meta({ description: about });
const place = (about: string) =>
  z.coerce.number({ error: "is not a number" }).int("is not a whole number").min(0, "is less than 0").meta({
    description: about,
  });
const limit = z.coerce
  .number({ error: "is not a number" })
  .int("is not a whole number")
  .min(1, "is less than 1")
  .max(200, "is more than 200")
  .default(50)
  .meta({ description: "Events of one page" });
const vhost = text("Virtual host, where several have a stream of this id").optional();

export const streamName = text("`Complaint-<id>`, or a bare id where only one stream has it");

/** Query of `GET /api/events/stream/{streamId}`. */
export const streamInput = z.strictObject({
  vhost,
  from: place("First version").default(1),
  limit,
});

/** Query of `GET /api/events/all`. */
export const allInput = z.strictObject({
  from: place("Position in the log to read from: `next` of the page before").default(0),
  limit,
});

/** Query of `GET /api/events/state/{aggregateId}`. */
export const stateInput = z.strictObject({
  vhost,
  version: place("As it was at this version").optional(),
  at: moment("As it was at this moment").optional(),
});

/** Query of `POST /api/events/replay/{streamId}`. */
export const replayInput = z.strictObject({
  vhost,
  repair: z.enum(["true", "false"]).default("true").meta({ description: "false: compare and report only" }),
});

/** Query of `GET /api/audit/events`. */
export const eventsInput = z.strictObject({
  vhost: text("Virtual host").optional(),
  exchange: text("Exchange").optional(),
  eventType: text("Event type, exact").optional(),
  producer: text("Producer, exact").optional(),
  aggregateType: text("Aggregate type, exact").optional(),
  aggregateId: text("Aggregate id, exact").optional(),
  correlationId: text("Correlation id").optional(),
  userId: text("Who did it").optional(),
  from: moment("First moment of receipt, inclusive").optional(),
  to: moment("Last moment of receipt, exclusive").optional(),
  limit,
  cursor: z.string().min(1, "is empty").max(128, "is not a cursor of this list").optional(),
});

/** Query of `GET /api/audit/trail/{aggregateId}`. */
export const trailInput = z.strictObject({
  vhost,
  limit,
  cursor: z.string().min(1, "is empty").max(128, "is not a cursor of this trail").optional(),
});

export const eventOutput = z
  .object({
    eventId: z.string().nullable(),
    eventType: z.string(),
    aggregateId: z.string().nullable(),
    aggregateType: z.string().nullable(),
    eventData: z.unknown().meta({
      description: "What it says: of events in our own envelope the data, of others the JSON body as it came",
    }),
    eventDataWithheld: z
      .literal(true)
      .optional()
      .meta({ description: "The body is no JSON, too large for a list, or not for this reader" }),
    metadata: z.object({
      timestamp: z.string(),
      version: z.number().nullable().meta({ description: "Place in the stream, from 1" }),
      correlationId: z.string().nullable(),
      causationId: z.string().optional(),
      userId: z.string().optional(),
    }),
    position: z.number().nullable().meta({ description: "Place in the global log" }),
    recordId: z.string(),
    vhost: z.string(),
    exchange: z.string(),
    producer: z.string().nullable(),
    streamId: z.string().nullable(),
    receivedAt: z.string(),
  })
  .meta({ id: "StoredEvent" });

export const streamPage = z.object({
  streamId: z.string(),
  vhost: z.string(),
  version: z.number().meta({ description: "Of the stream: the place of its last event" }),
  owned: z.boolean().meta({ description: "Only Sillage's own commands extend it" }),
  items: z.array(eventOutput),
  nextFrom: z.number().nullable().meta({ description: "`from` of the next page; null when there is none" }),
});

export const logPage = z.object({
  items: z.array(eventOutput).meta({ description: "In the order of the log" }),
  next: z.number().meta({ description: "`from` of the next page, also when nothing is there yet" }),
});

export const eventsPage = z.object({ items: z.array(eventOutput), nextCursor: z.string().nullable() });

export const trailEntry = z
  .object({
    recordId: z.string(),
    position: z.number().nullable(),
    at: z.string(),
    eventId: z.string().nullable(),
    eventType: z.string(),
    streamId: z.string().nullable(),
    version: z.number().nullable(),
    service: z.string().nullable(),
    by: z.string().nullable(),
    correlationId: z.string().nullable(),
    causationId: z.string().nullable(),
    compensated: z
      .object({ compensationId: z.string(), eventId: z.string(), at: z.string() })
      .nullable()
      .meta({ description: "The marker that says so was appended; the entry itself never changes" }),
  })
  .meta({ id: "TrailEntry" });

export const trailPage = z.object({
  streamId: z.string(),
  vhost: z.string(),
  items: z.array(trailEntry).meta({ description: "In the order in which they were stored" }),
  nextCursor: z.string().nullable(),
});

export const stateOutput = z.object({
  streamId: z.string(),
  vhost: z.string(),
  version: z.number().meta({ description: "Place of the last event that is in it" }),
  at: z.string().nullable().meta({ description: "When that event was received" }),
  certainty: z.enum(["exact", "inferred"]).meta({
    description:
      "exact: by the rules of our own aggregate; inferred: what its events said last, put together",
  }),
  events: z.number(),
  state: z.unknown(),
});

export const difference = z.object({
  path: z.string(),
  stored: z.unknown().optional(),
  rebuilt: z.unknown().optional(),
});

export const replayOutput = z.object({
  streamId: z.string(),
  vhost: z.string(),
  version: z.number(),
  events: z.number(),
  problems: z.array(z.string()).meta({ description: "What is wrong with the stream itself" }),
  state: z.unknown().meta({ description: "What its events make, now" }),
  readModel: z
    .object({
      name: z.string(),
      position: z.number().meta({ description: "Of the log: what the read model has taken in" }),
      differences: z
        .array(difference)
        .meta({ description: "As the read model had it, and as the events make it" }),
      repaired: z.boolean(),
    })
    .nullable()
    .meta({ description: "null where the stream has none" }),
});
export type ReplayOutput = z.output<typeof replayOutput>;
