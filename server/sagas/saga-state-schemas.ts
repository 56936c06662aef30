import { z } from "zod";

/** What is asked of the streams of a saga as they were at one of its moments, and what is answered. */

const name = z
  .string()
  .min(1, "is empty")
  .max(1_024, "is longer than 1,024 characters")
  // PostgreSQL text holds no NUL, so nothing stored can match one.
  .refine((value) => !value.includes("\0"), "contains a NUL character");

/** More streams than these are not put together for one look. */
export const MOST_STREAMS = 20;

export const sagaStateInput = z.strictObject({
  vhost: name,
  streams: z
    .array(z.strictObject({ streamId: name, version: z.number().int().min(1) }))
    .max(MOST_STREAMS)
    .meta({ description: "Each stream with the place of its last event at that moment" }),
  changed: name.nullable().meta({ description: "The stream of the last event: what it changed is told" }),
});
export type SagaStateInput = z.output<typeof sagaStateInput>;

export const streamState = z.object({
  streamId: z.string(),
  version: z.number(),
  certainty: z.enum(["exact", "inferred"]),
  /** JSON text: no number of somebody else's is rounded on the way. */
  state: z.string(),
  /** What its last event changed, in the order of the state; null where that is not asked. Values are JSON text. */
  changes: z
    .array(z.object({ path: z.string(), before: z.string().nullable(), after: z.string().nullable() }))
    .nullable(),
});
export type StreamState = z.infer<typeof streamState>;

export const sagaStateOutput = z.object({ streams: z.array(streamState) });
export type SagaStateOutput = z.infer<typeof sagaStateOutput>;
