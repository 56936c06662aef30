import { z } from "zod";
import { deadLetterId } from "@/server/dead-letters/dead-letter-filter";
import { sagaItem } from "./saga-schemas";
import { SAGA_STATUSES } from "./words";

/** What pages ask beside the list itself. */

const atLeast = z.object({
  count: z.number(),
  /** False: there are at least so many, no more were counted. */
  exact: z.boolean(),
});
export type AtLeast = z.infer<typeof atLeast>;

/** How many sagas meet a filter: by status whatever its status, by type whatever its type. */
export const sagaCounts = z.object({
  byStatus: z.record(z.enum(SAGA_STATUSES), atLeast),
  late: atLeast,
  deadLetters: atLeast,
  /** Requests without a reply; null where something else is counted. */
  unanswered: atLeast.nullable(),
  /** Types, the most frequent first; not more than a few. Names are hostile text. */
  byType: z.array(atLeast.extend({ type: z.string() })),
  moreTypes: z.boolean(),
  lag: z.object({ behind: z.number(), lagSeconds: z.number(), rebuilding: z.boolean() }),
});
export type SagaCounts = z.infer<typeof sagaCounts>;

/** Durations of the sagas that came to rest, by when they did. */
export const sagaDurations = z.object({
  /** Start of the first bucket, aligned to the width. ISO time. */
  first: z.string(),
  stepMs: z.number(),
  /** The range that was measured. */
  from: z.string(),
  to: z.string(),
  ended: z.number(),
  buckets: z.array(
    z.object({ ended: z.number(), p50Ms: z.number().nullable(), p95Ms: z.number().nullable() }),
  ),
  /** Counted from this moment on only: the limit of work was reached. Null: all was counted. */
  completeFrom: z.string().nullable(),
});
export type SagaDurations = z.infer<typeof sagaDurations>;

const id = z.string().min(1).max(1024);

/** Whose saga is asked for. */
export const sagaOfInput = z.union([
  z.strictObject({ recordId: z.string().regex(/^\d{1,18}$/, "is not a record id") }),
  z.strictObject({ deadLetterId }),
  z.strictObject({ streamId: id, vhost: id }),
]);
export type SagaOfInput = z.output<typeof sagaOfInput>;

export const sagaOfOutput = z.object({ items: z.array(sagaItem) });
