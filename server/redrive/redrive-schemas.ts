import { z } from "zod";
import { deadLetterFilter, deadLetterId } from "@/server/dead-letters/dead-letter-filter";
import {
  DESTINATION_KINDS,
  HALT_RULES,
  MOST_IDS,
  REDRIVE_AFTERMATHS,
  REDRIVE_KINDS,
  REDRIVE_OUTCOMES,
  REDRIVE_STATUSES,
} from "./redrive-words";

/** What a redrive is asked for. What is stored of it is read by the same schemas, so old rows must keep parsing. */

const name = z
  .string()
  .min(1, "is empty")
  .max(255, "is longer than 255 characters")
  .refine((value) => !value.includes("\0"), "contains a NUL character");

/** Which dead letters: some that are named, or all that match. */
export const redriveSelection = z
  .union([
    z.strictObject({
      ids: z
        .array(deadLetterId)
        .min(1, "names no dead letter")
        .max(MOST_IDS, `names more than ${MOST_IDS}; use a filter`),
    }),
    z.strictObject({ filter: deadLetterFilter }),
  ])
  .meta({ id: "RedriveSelection" });
export type RedriveSelection = z.output<typeof redriveSelection>;

const [FAILED_QUEUE, ORIGIN, QUEUE, EXCHANGE] = DESTINATION_KINDS;
export const redriveDestination = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal(FAILED_QUEUE) }),
    z.strictObject({ kind: z.literal(ORIGIN) }),
    z.strictObject({
      kind: z.literal(QUEUE),
      queue: name.meta({ description: "Only this queue gets them" }),
    }),
    z.strictObject({
      kind: z.literal(EXCHANGE),
      exchange: name,
      routingKey: z
        .string()
        .max(255, "is longer than 255 characters")
        .nullable()
        .default(null)
        .meta({ description: "Null: each message's own key" }),
    }),
  ])
  .meta({
    id: "RedriveDestination",
    description:
      "failed-queue: each to the queue that it died in, and to no other; origin: each to its own exchange and key",
  });
export type RedriveDestination = z.output<typeof redriveDestination>;

/** Steps that grow: the first has `canary` messages, each later one `growth` times as many as the one before. */
export const redriveRamp = z
  .strictObject({
    canary: z
      .number()
      .int("is not a whole number")
      .min(0, "is less than 0")
      .max(100_000, "is more than 100,000")
      .default(10)
      .meta({ description: "Messages of the first step; 0: all at once" }),
    growth: z.number().min(1, "is less than 1").max(100, "is more than 100").default(10),
    waitSeconds: z
      .number()
      .int("is not a whole number")
      .min(0, "is less than 0")
      .max(3_600, "is more than 3,600")
      .default(10)
      .meta({ description: "After each step, before the next one: what comes back dead meanwhile counts" }),
  })
  .meta({ id: "RedriveRamp" });
export type RedriveRamp = z.output<typeof redriveRamp>;

const rate = z
  .number()
  .int("is not a whole number")
  .min(1, "is less than 1")
  .max(100_000, "is more than 100,000")
  .nullable();
const haltShare = z.number().min(0, "is less than 0").max(1, "is more than 1").nullable();

/** How a redrive is carried out. */
const manner = {
  destination: redriveDestination.default({ kind: FAILED_QUEUE }),
  rate: rate
    .default(null)
    .meta({ description: "Messages a second at most; null: as fast as the broker confirms" }),
  ramp: redriveRamp.prefault({}),
  haltShare: haltShare.default(0.1).meta({
    description:
      "It halts when more than this share of what was sent comes back dead or is not taken; null: it never does",
  }),
};

/** Body of `POST /api/dead-letters/redrives`. */
export const planRedriveInput = z.strictObject({
  selection: redriveSelection,
  ...manner,
  again: z.boolean().default(false).meta({
    description: "Take also those that were redriven before; otherwise they are left out and counted",
  }),
});
export type PlanRedriveInput = z.output<typeof planRedriveInput>;

export const redriveId = z.uuid("is not the id of a redrive");

/** What may be changed when a redrive goes on after a pause or a halt. What is left out stays as it is. */
export const resumeRedriveInput = z.strictObject({
  rate: rate.optional(),
  haltShare: haltShare.optional(),
});
export type ResumeRedriveInput = z.output<typeof resumeRedriveInput>;

/** Why a redrive stopped by itself. */
export const haltReason = z
  .object({
    rule: z.enum(HALT_RULES),
    /** Messages that came back dead or were not taken, and of how many. */
    count: z.number(),
    of: z.number(),
    /** The share that was allowed. */
    allowed: z.number().nullable(),
    /** What the broker said, or one of the problems. */
    detail: z.string().nullable(),
  })
  .meta({ id: "RedriveHaltReason" });
export type HaltReason = z.output<typeof haltReason>;

/** What matched and was not taken, counted when the plan was made. */
export const leftOut = z
  .object({
    observed: z.number().meta({ description: "Only observed: their queue must be held first" }),
    redriven: z.number().meta({ description: "Redriven before" }),
    discarded: z.number(),
    gone: z.number().meta({ description: "Gone from their queue, or put back into it" }),
    claimed: z
      .array(
        z.object({
          redriveId: z.string(),
          by: z.string(),
          status: z.enum(REDRIVE_STATUSES),
          createdAt: z.iso.datetime(),
          messages: z.number(),
        }),
      )
      .meta({ description: "In the hands of other redrives, most first" }),
  })
  .meta({ id: "RedriveLeftOut" });
export type LeftOut = z.output<typeof leftOut>;

const counts = <const Names extends readonly [string, ...string[]]>(names: Names) =>
  z.record(z.enum(names), z.number());

/** A redrive, and how far it has come. */
export const redriveView = z
  .object({
    id: z.string(),
    kind: z.enum(REDRIVE_KINDS),
    status: z.enum(REDRIVE_STATUSES),
    vhost: z.string(),
    selection: redriveSelection,
    destination: redriveDestination,
    rate: z.number().nullable(),
    ramp: redriveRamp,
    haltShare: z.number().nullable(),
    total: z.number(),
    createdBy: z.string(),
    reason: z.string().nullable(),
    createdAt: z.iso.datetime(),
    startedAt: z.iso.datetime().nullable(),
    expiresAt: z.iso
      .datetime()
      .nullable()
      .meta({ description: "When a plan that is not started ends by itself; null of any other" }),
    endedAt: z.iso.datetime().nullable(),
    statusAt: z.iso.datetime().meta({ description: "Since when it has this status" }),
    haltedWhy: haltReason.nullable(),
    outcomes: counts(REDRIVE_OUTCOMES),
    aftermaths: counts(REDRIVE_AFTERMATHS),
    step: z
      .object({
        number: z.number().meta({ description: "From 1" }),
        /** Messages up to and with this step. */
        through: z.number(),
        waitsUntil: z.iso
          .datetime()
          .nullable()
          .meta({ description: "Everything of it is sent; the next step begins then" }),
      })
      .nullable()
      .meta({ description: "The step of the ramp under way; null before the start" }),
    worker: z.string().nullable().meta({ description: "The worker that carries it out now" }),
    problem: z.string().nullable().meta({ description: "What keeps it from going on at the moment" }),
    perSecond: z.number().nullable().meta({ description: "Settled in the last ten seconds, a second" }),
    secondsLeft: z
      .number()
      .nullable()
      .meta({ description: "Until all is sent, estimated; null where nobody can tell" }),
  })
  .meta({ id: "Redrive" });
export type RedriveView = z.output<typeof redriveView>;

/** Where messages of a plan will go, and what is there now. */
export const redriveTarget = z
  .object({
    kind: z.enum(["queue", "exchange"]),
    name: z.string(),
    messages: z.number(),
    exists: z.boolean().nullable().meta({ description: "Null: the broker did not tell" }),
    ready: z.number().nullable().meta({ description: "Messages that wait in the queue now" }),
    consumers: z.number().nullable().meta({ description: "Consumers of the queue now" }),
    consumedBy: z.array(z.string()).meta({ description: "Names of their connections" }),
    rejectsWhenFull: z
      .boolean()
      .nullable()
      .meta({ description: "The queue refuses messages while it is full" }),
    queues: z.array(z.string()).meta({ description: "Of an exchange: the queues that get the messages" }),
    unroutable: z.number().meta({ description: "Messages of these that no queue would take now" }),
  })
  .meta({ id: "RedriveTarget" });
export type RedriveTarget = z.output<typeof redriveTarget>;

/** What a plan would do if it were started now. */
export const redrivePreview = z
  .object({
    total: z.number(),
    oldestDiedAt: z.iso.datetime().nullable(),
    targets: z.array(redriveTarget).meta({ description: "Most messages first" }),
    targetless: z.number().meta({ description: "Messages whose failed queue or origin is not known" }),
    unroutable: z.number().meta({ description: "Messages that no queue would take now" }),
    handledElsewhere: z.number().meta({ description: "Messages whose event has already caused another one" }),
    handledAsked: z.number().meta({ description: "Of how many messages, the oldest ones, that was asked" }),
    redrivenBefore: z.number(),
    inDoubtBefore: z
      .number()
      .meta({ description: "Messages of which nobody knows whether an earlier redrive sent them" }),
    leftOut,
    arrivedSince: z.number().nullable().meta({
      description:
        "Dead letters that match and came after the plan was made; null where the filter is masked for you",
    }),
    problem: z.string().nullable().meta({ description: "Why the broker could not be asked" }),
  })
  .meta({ id: "RedrivePreview" });
export type RedrivePreview = z.output<typeof redrivePreview>;

/** Answer of `POST /api/dead-letters/redrives`. */
export const plannedRedrive = z.object({ redrive: redriveView, preview: redrivePreview });
export type PlannedRedrive = z.output<typeof plannedRedrive>;

/** One message of a redrive, and what became of it. */
export const redriveMessage = z
  .object({
    ordinal: z.number(),
    deadLetterId: z.string(),
    version: z.number().meta({ description: "The version of its content that is sent; 0: as it died" }),
    outcome: z.enum(REDRIVE_OUTCOMES),
    target: z.string().nullable(),
    sends: z
      .number()
      .meta({ description: "How often it was sent; more than once only where nothing had arrived" }),
    settledAt: z.iso.datetime().nullable(),
    problem: z.string().nullable(),
    aftermath: z.enum(REDRIVE_AFTERMATHS).nullable(),
    aftermathAt: z.iso.datetime().nullable(),
    aftermathRef: z
      .string()
      .nullable()
      .meta({ description: "Record id of the effect, or id of the dead letter that it came back as" }),
    eventType: z.string().nullable(),
    queue: z.string().meta({ description: "Its dead-letter queue" }),
    failedQueue: z.string().nullable(),
    diedAt: z.iso.datetime(),
    tries: z.number(),
  })
  .meta({ id: "RedriveMessage" });
export type RedriveMessage = z.output<typeof redriveMessage>;

const limit = z.coerce
  .number({ error: "is not a number" })
  .int("is not a whole number")
  .min(1, "is less than 1")
  .max(500, "is more than 500")
  .default(50);

/** Query of `GET /api/dead-letters/redrives`, newest first. */
export const listRedrivesInput = z.strictObject({
  vhost: name.optional(),
  status: z.enum(REDRIVE_STATUSES, { error: `is not one of ${REDRIVE_STATUSES.join(", ")}` }).optional(),
  open: z
    .preprocess(
      (value) => (value === "true" ? true : value === "false" ? false : value),
      z.boolean().optional(),
    )
    .meta({ description: "Only those that have not ended: neither completed nor aborted nor expired" }),
  deadLetterId: deadLetterId.optional().meta({ description: "Only those that have this dead letter" }),
  cursor: redriveId.optional().meta({ description: "Go on after this one" }),
  limit,
});
export type ListRedrivesInput = z.output<typeof listRedrivesInput>;
/** Input of `redrives.list`; `direction` is how the query client asks for a page. */
export const redrivesPageInput = listRedrivesInput.extend({ direction: z.literal("forward").optional() });
export const redrivesPage = z.object({ items: z.array(redriveView), nextCursor: z.string().nullable() });
export type RedrivesPage = z.output<typeof redrivesPage>;

/** Query of `GET /api/dead-letters/redrives/{id}/messages`, in the order in which they are sent. */
export const listRedriveMessagesInput = z.strictObject({
  outcome: z.enum(REDRIVE_OUTCOMES, { error: `is not one of ${REDRIVE_OUTCOMES.join(", ")}` }).optional(),
  aftermath: z
    .enum(REDRIVE_AFTERMATHS, { error: `is not one of ${REDRIVE_AFTERMATHS.join(", ")}` })
    .optional(),
  cursor: z.coerce.number({ error: "is not a number" }).int("is not a whole number").min(0).optional(),
  limit,
});
export type ListRedriveMessagesInput = z.output<typeof listRedriveMessagesInput>;
/** Input of `redrives.messages`. */
export const redriveMessagesPageInput = listRedriveMessagesInput.extend({
  id: redriveId,
  direction: z.literal("forward").optional(),
});
export const redriveMessagesPage = z.object({
  items: z.array(redriveMessage),
  nextCursor: z.number().nullable(),
});
export type RedriveMessagesPage = z.output<typeof redriveMessagesPage>;
