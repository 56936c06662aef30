import { z } from "zod";
import { COVERAGES, sideEffectSchema, tapReasonSchema } from "./tap-reasons";

/** What the taps tell the pages and the API. Times are ISO text. Names are hostile text. */

const isoTime = z.string();

export const TAP_PHASES = ["starting", "awaiting_consent", "off", "tapping", "failing"] as const;
/**
 * starting: nothing known yet; awaiting_consent: a broker that is not ours, looked at and not touched; off: told not
 * to tap; tapping: taps are in force; failing: broker or management API cannot be used now, tried again and again.
 */
export const tapStatusSchema = z.object({
  vhost: z.string(),
  phase: z.enum(TAP_PHASES),
  since: isoTime,
  /** How changes of the broker reach us. */
  following: z.enum(["events", "polling"]),
  /** Why there are no events, in words. */
  followingProblem: z.string().nullable(),
  /** Why it is failing or cannot do all, in words. */
  problem: z.string().nullable(),
  /** What a person should know of the audit queue. */
  warnings: z.array(z.string()),
  /** Exchanges that the broker refused to let us bind, with its words. */
  refused: z.array(z.object({ exchange: z.string(), detail: z.string() })),
  /** Rights that are missing, with the command that grants them. */
  missing: z.array(z.object({ what: z.string(), command: z.string() })),
  exchanges: z.number(),
  tapped: z.number(),
  lastLookAt: isoTime.nullable(),
});
export type TapStatus = z.output<typeof tapStatusSchema>;

export const coverageItemSchema = z.object({
  vhost: z.string(),
  exchange: z.string(),
  type: z.string(),
  durable: z.boolean(),
  autoDelete: z.boolean(),
  internal: z.boolean(),
  alternate: z.string().nullable(),
  deadLetter: z.boolean(),
  coverage: z.enum(COVERAGES),
  reason: tapReasonSchema,
  /** The reason in English. */
  sentence: z.string(),
  sideEffects: z.array(sideEffectSchema.extend({ sentence: z.string() })),
  life: z.number(),
  firstSeenAt: isoTime,
  tappedAt: isoTime.nullable(),
  deletedAt: isoTime.nullable(),
});
export type CoverageItem = z.output<typeof coverageItemSchema>;
