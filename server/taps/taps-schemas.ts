import { z } from "zod";
import { GAP_CAUSES, VERDICT_STATES, verdictSchema } from "./completeness";
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

/** What is proven of an exchange; see completeness.ts. Times are ISO text. */
export const completenessSchema = z.object({
  state: z.enum(VERDICT_STATES),
  certainty: verdictSchema.shape.certainty,
  upTo: isoTime.nullable(),
  /** Missing for sure, and not yet stated as a gap. */
  missing: z.number(),
  inDoubt: z.number().nullable(),
  why: verdictSchema.shape.why,
  unknownSince: isoTime.nullable(),
  /** The broker's counter and what stands in the store (or the quarantine) of it, when last sampled. */
  published: z.number().nullable(),
  accounted: z.number().nullable(),
  judgedAt: isoTime,
  sentence: z.string(),
});
export type Completeness = z.output<typeof completenessSchema>;

export const listCoverageOutput = z.array(
  coverageItemSchema.extend({ completeness: completenessSchema.nullable() }),
);
export type ListCoverageOutput = z.output<typeof listCoverageOutput>;

export const gapSchema = z.object({
  /** Null for what is in quarantine now: that is no statement for good. */
  id: z.string().nullable(),
  vhost: z.string(),
  exchange: z.string(),
  from: isoTime,
  to: isoTime,
  count: z.number().nullable(),
  exact: z.boolean(),
  cause: z.enum(GAP_CAUSES),
  candidates: z.array(z.enum(GAP_CAUSES)),
  sentence: z.string(),
});
export type GapItem = z.output<typeof gapSchema>;

export const listGapsInput = z.strictObject({
  vhost: z.string().optional(),
  exchange: z.string().optional(),
  /** Gaps stated before this one: the last id of the page before. */
  before: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export const listGapsOutput = z.object({ items: z.array(gapSchema), next: z.string().nullable() });
export type ListGapsOutput = z.output<typeof listGapsOutput>;

export const listCoverageInput = z.strictObject({
  vhost: z.string().optional(),
  deleted: z
    .enum(["true", "false"])
    .default("false")
    .transform((value) => value === "true")
    .describe("Also exchanges that were deleted"),
});

/** Coverage as the API answers it: each exchange, and how the taps of each virtual host are doing. */
export const coverageAnswer = z
  .object({ items: listCoverageOutput, taps: z.array(z.object({ status: tapStatusSchema, at: isoTime })) })
  .meta({ id: "Coverage" });

/** One exchange, named in a request. */
export const exchangeName = z.strictObject({
  vhost: z.string().min(1).max(255),
  exchange: z.string().max(255),
});
export const vhostName = z.strictObject({ vhost: z.string().min(1).max(255) });
