import { z } from "zod";
import { deadLetterFilterShape } from "./dead-letter-filter";
import { GROUP_SORTS } from "./group-words";
import { DEAD_LETTER_STATES, ERROR_CLASSES } from "./words";

/** Cause groups: dead letters that died of the same cause. Texts come from a broker and are hostile. */

const { vhost, queue, state, reason, errorClass, failedQueue, originExchange, text } = deadLetterFilterShape;
const which = {
  vhost,
  queue,
  state: state
    .default("waiting")
    .or(z.literal("any"))
    .meta({ description: "Groups that have dead letters in this state; any: all groups" }),
  reason,
  errorClass,
  failedQueue,
  originExchange,
  text: text.meta({ description: "Text in the type or the signature of the error, case-insensitive" }),
};

/** Query of `GET /api/dead-letters/groups`. */
export const listGroupsInput = z.strictObject({
  ...which,
  sort: z.enum(GROUP_SORTS).default("waiting").meta({
    description:
      "waiting: most waiting first; recent: last death first; growing: most deaths in the last two hours first; oldest: first seen first",
  }),
  cursor: z.string().max(128).optional().meta({ description: "Go on where the page before ended" }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ListGroupsInput = z.output<typeof listGroupsInput>;

/** Input of `deadLetters.groups`; `direction` is how the query client asks for a page. */
export const groupsPageInput = listGroupsInput.extend({ direction: z.literal("forward").optional() });

const counts = z.object(
  Object.fromEntries(DEAD_LETTER_STATES.map((state) => [state, z.number()])) as Record<
    (typeof DEAD_LETTER_STATES)[number],
    z.ZodNumber
  >,
);
export type StateCounts = z.output<typeof counts>;

export const causeGroup = z
  .object({
    id: z.string(),
    vhost: z.string(),
    queue: z.string().meta({ description: "The dead-letter queue" }),
    failedQueue: z.string().meta({ description: "The queue that they died in; empty where not known" }),
    exchange: z.string().meta({ description: "Where they were published before the death" }),
    reason: z.string(),
    errorClass: z.enum(ERROR_CLASSES).nullable(),
    errorType: z.string().nullable(),
    signature: z.string().meta({ description: "The error without ids and numbers" }),
    firstAt: z.string().meta({ format: "date-time" }),
    lastAt: z.string().meta({ format: "date-time" }),
    total: z.number(),
    waiting: z.number().meta({ description: "Observed or held: nobody has settled them" }),
    counts,
    hours: z
      .array(z.number())
      .meta({ description: "Deaths in each of the last 24 hours, the present one last" }),
    share: z.number().nullable().meta({
      description:
        "Deaths of the last 24 hours as a share of what was published to the exchange in them; null where that is not known",
    }),
    example: z
      .object({ id: z.string(), eventType: z.string().nullable(), errorMessage: z.string().nullable() })
      .nullable()
      .meta({ description: "The newest of them" }),
  })
  .meta({ id: "CauseGroup" });
export type CauseGroup = z.output<typeof causeGroup>;

export const groupsPage = z.object({ items: z.array(causeGroup), nextCursor: z.string().nullable() });
export type GroupsPage = z.output<typeof groupsPage>;

/** What there is in all, for heads and filters. */
export const deadLetterTotals = z.object({
  counts,
  waiting: z.number(),
  groups: z.number().meta({ description: "Groups that have something waiting" }),
  oldestWaitingAt: z.string().nullable(),
  /** Hours of all groups together, as in a group. */
  hours: z.array(z.number()),
  /** Values that groups have, for the choices of filters; most waiting first. */
  queues: z.array(z.object({ vhost: z.string(), queue: z.string(), waiting: z.number() })),
  reasons: z.array(z.object({ reason: z.string(), waiting: z.number() })),
  classes: z.array(z.object({ errorClass: z.enum(ERROR_CLASSES).nullable(), waiting: z.number() })),
});
export type DeadLetterTotals = z.output<typeof deadLetterTotals>;
