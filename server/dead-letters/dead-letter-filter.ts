import { z } from "zod";
import { moment as momentOf } from "@/server/moment";
import { DEAD_LETTER_STATES, ERROR_CLASSES } from "./words";

/** Which dead letters are meant: by lists, redrives, discards and exports alike. */

// PostgreSQL text holds no NUL, so nothing stored can match one.
const text = (about: string) =>
  z
    .string()
    .max(1024, "is longer than 1,024 characters")
    .refine((value) => !value.includes("\0"), "contains a NUL character")
    .meta({ description: about });
const name = (about: string) => text(about).min(1, "is empty");
/** Kept as text, so that a filter that was stored as JSON reads the same as one that comes from an address. */
const moment = (about: string) =>
  momentOf(about)
    .transform((value) => value.toISOString())
    .meta({ description: about });

/** Id of a dead letter or of a cause group: decimal. */
export const deadLetterId = z.string().regex(/^[1-9]\d{0,17}$/, "is not the id of a dead letter");
export const groupId = z.string().regex(/^[1-9]\d{0,17}$/, "is not the id of a cause group");

/** `waiting`: observed or held, so that nobody has settled them yet. */
export const STATE_FILTERS = ["waiting", ...DEAD_LETTER_STATES] as const;
export type StateFilter = (typeof STATE_FILTERS)[number];

/** The filters. All that are given must hold. */
export const deadLetterFilterShape = {
  vhost: name("Virtual host").optional(),
  queue: name("Dead-letter queue").optional(),
  groupId: groupId.optional().meta({ description: "Cause group" }),
  state: z
    .enum(STATE_FILTERS, { error: `is not one of ${STATE_FILTERS.join(", ")}` })
    .optional()
    .meta({ description: "What became of it; waiting: observed or held" }),
  reason: name("Why the broker dead-lettered it: rejected, expired, maxlen, delivery_limit").optional(),
  errorClass: z
    .enum(ERROR_CLASSES, { error: `is not one of ${ERROR_CLASSES.join(", ")}` })
    .optional()
    .meta({ description: "What its headers say the error is" }),
  eventType: name("Event type, exact").optional(),
  producer: name("Producer, exact").optional(),
  failedQueue: name("The queue that it died in").optional(),
  originExchange: text(
    "The exchange that it was published to before its death; empty for the default one",
  ).optional(),
  correlationId: name("Correlation id").optional(),
  streamId: name("Stream id: type, dash, id").optional(),
  eventId: name("Event id").optional(),
  from: moment("First moment of death, inclusive").optional(),
  to: moment("Last moment of death, exclusive").optional(),
  text: z
    .string()
    .trim()
    .min(2, "is shorter than 2 characters")
    .max(200, "is longer than 200 characters")
    .refine((value) => !value.includes("\0"), "contains a NUL character")
    .optional()
    .meta({ description: "Text in the message of the error, case-insensitive" }),
  tries: z.coerce
    .number({ error: "is not a number" })
    .int("is not a whole number")
    .min(0, "is less than 0")
    .max(1_000_000, "is more than 1,000,000")
    .optional()
    .meta({ description: "Redriven and dead again at least this many times" }),
};

const inOrder = ({ from, to }: { from?: string | undefined; to?: string | undefined }) =>
  from === undefined || to === undefined || from < to;
const NOT_IN_ORDER = { path: ["to"], error: "is not after `from`" };

export const deadLetterFilter = z
  .strictObject(deadLetterFilterShape)
  .refine(inOrder, NOT_IN_ORDER)
  .meta({ id: "DeadLetterFilter" });
export type DeadLetterFilter = z.output<typeof deadLetterFilter>;

/** Query of `GET /api/dead-letters`, newest first. */
export const listDeadLettersInput = z
  .strictObject({
    ...deadLetterFilterShape,
    cursor: deadLetterId.optional().meta({ description: "Go on where the page before ended" }),
    limit: z.coerce
      .number({ error: "is not a number" })
      .int("is not a whole number")
      .min(1, "is less than 1")
      .max(500, "is more than 500")
      .default(50),
  })
  .refine(inOrder, NOT_IN_ORDER);

/** Input of `deadLetters.list`: as above; `direction` is how the query client asks for a page. */
export const deadLettersPageInput = listDeadLettersInput.safeExtend({
  direction: z.literal("forward").optional(),
});

/** Dead letters that a person points at one by one. */
const MOST_IDS = 10_000;

/** Which dead letters something is to be done with: these, or all that match. */
export const deadLetterSelection = z
  .union([
    z.strictObject({
      ids: z
        .array(deadLetterId)
        .min(1, "names no dead letter")
        .max(MOST_IDS, `names more than ${MOST_IDS} dead letters: use a filter`),
    }),
    z.strictObject({ filter: deadLetterFilter }),
  ])
  .meta({ id: "DeadLetterSelection" });
export type DeadLetterSelection = z.output<typeof deadLetterSelection>;
