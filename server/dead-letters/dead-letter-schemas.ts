import { z } from "zod";
import { messageBody, messageProperties } from "@/server/audit/detail-schemas";
import { DEAD_LETTER_STATES, ERROR_CLASSES } from "./words";

/** What lists and pages of dead letters answer. Times are ISO text. Everything that came from a broker is hostile text. */

const moment = z.string().meta({ format: "date-time" });
const count = z.number();

/** Whoever has a message in hand at the moment. */
export const claim = z
  .object({
    redriveId: z.string(),
    status: z.string().meta({ description: "Of the redrive: planned, running, paused or halted" }),
    by: z.string().meta({ description: "Who planned it" }),
  })
  .meta({ id: "DeadLetterClaim" });

export const deadLetterItem = z
  .object({
    id: z.string(),
    groupId: z.string(),
    vhost: z.string(),
    queue: z.string().meta({ description: "The dead-letter queue" }),
    state: z.enum(DEAD_LETTER_STATES),
    stateAt: moment,
    seenAt: moment,
    diedAt: moment,
    reason: z.string().meta({ description: "rejected, expired, maxlen, delivery_limit …" }),
    failedQueue: z.string().nullable().meta({ description: "The queue that it died in" }),
    originExchange: z.string().nullable().meta({ description: "Where it was published before its death" }),
    originKey: z.string().nullable(),
    exchange: z.string().meta({ description: "The dead-letter exchange" }),
    routingKey: z.string(),
    deaths: count.meta({ description: "Entries of its x-death" }),
    errorClass: z.enum(ERROR_CLASSES).nullable(),
    errorType: z.string().nullable(),
    errorMessage: z.string().nullable(),
    eventType: z.string().nullable(),
    producer: z.string().nullable(),
    streamId: z.string().nullable(),
    eventId: z.string().nullable(),
    correlationId: z.string().nullable(),
    bodySize: count.meta({ description: "Bytes on the wire" }),
    version: count.meta({ description: "Times that it was edited" }),
    tries: count.meta({ description: "Times that it was redriven and died again" }),
    previousId: z
      .string()
      .nullable()
      .meta({ description: "The dead letter whose redrive came back as this" }),
    discardedReason: z.string().nullable(),
    discardedBy: z.string().nullable(),
    claim: claim.nullable().meta({ description: "The redrive that has it in hand" }),
    masked: z
      .array(z.string())
      .optional()
      .meta({ description: "Fields that are masked for you, as a whole or in part: `•••` stands in them" }),
  })
  .meta({ id: "DeadLetter" });
export type DeadLetterItem = z.output<typeof deadLetterItem>;

export const deadLettersPage = z.object({
  items: z.array(deadLetterItem).meta({ description: "Newest first" }),
  nextCursor: z.string().nullable(),
});
export type DeadLettersPage = z.output<typeof deadLettersPage>;

/** One entry of x-death. */
export const death = z
  .object({
    queue: z.string().nullable(),
    reason: z.string().nullable(),
    count: z.string().nullable(),
    time: z.string().nullable(),
    exchange: z.string().nullable(),
    keys: z.array(z.string()),
    expiration: z.string().nullable().meta({ description: "Its time to live before the death, in ms" }),
  })
  .meta({ id: "Death" });
export type Death = z.output<typeof death>;

/** What a redrive that had this message did with it. */
export const redriveOfMessage = z
  .object({
    deadLetterId: z.string().meta({ description: "The death of the message that it was sent again after" }),
    redriveId: z.string(),
    kind: z.string(),
    status: z.string(),
    ordinal: count,
    createdBy: z.string(),
    createdAt: moment,
    reason: z.string().nullable(),
    active: z.boolean().meta({ description: "It has the message in hand" }),
    version: count,
    outcome: z.string(),
    target: z.string().nullable(),
    sends: count,
    settledAt: moment.nullable(),
    problem: z.string().nullable(),
    aftermath: z.string().nullable(),
    aftermathAt: moment.nullable(),
    aftermathRef: z
      .string()
      .nullable()
      .meta({ description: "Record id of the effect, or id of the dead letter that it came back as" }),
  })
  .meta({ id: "RedriveOfDeadLetter" });
export type RedriveOfMessage = z.output<typeof redriveOfMessage>;

/** A death of the same message before or after this one. */
export const relatedDeath = deadLetterItem.pick({
  id: true,
  diedAt: true,
  state: true,
  tries: true,
  reason: true,
  failedQueue: true,
  errorType: true,
});

export const deadLetterVersion = z.object({
  version: count,
  editedBy: z.string(),
  editedAt: moment,
  reason: z.string().nullable(),
});

export const deadLetterDetail = z
  .object({
    item: deadLetterItem,
    shown: count.meta({ description: "The version whose content this is; 0: as it lay in the queue" }),
    deaths: z.array(death).meta({ description: "x-death, newest first" }),
    properties: messageProperties,
    maskedFields: count.meta({ description: "How many properties and headers are masked for you" }),
    propertiesError: z.string().nullable(),
    body: messageBody,
    contentGone: z.boolean().meta({
      description: "It was only observed, and the arrival that showed it has reached its retention",
    }),
    event: z
      .object({
        recordId: z.string(),
        effects: count.meta({ description: "Events that name it as their cause" }),
        effectsExact: z.boolean(),
      })
      .nullable()
      .meta({ description: "The arrival that it was first seen by, and what it caused" }),
    redrives: z
      .array(redriveOfMessage)
      .meta({ description: "Every redrive of the message after any of its deaths, newest first" }),
    chain: z
      .array(relatedDeath)
      .meta({ description: "Every death of the message, oldest first, this one among them" }),
    versions: z.array(deadLetterVersion).meta({ description: "Oldest first" }),
  })
  .meta({ id: "DeadLetterDetail" });
export type DeadLetterDetail = z.output<typeof deadLetterDetail>;
