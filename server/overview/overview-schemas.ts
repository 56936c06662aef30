import { z } from "zod";
import { messageFilterShape } from "@/server/audit/audit-schemas";

/** What goes in and out of this slice. Times are ISO text. Names come from a broker and are hostile text. */

export const rangeInput = z.strictObject({ from: messageFilterShape.from, to: messageFilterShape.to });
export type RangeInput = z.input<typeof rangeInput>;

const names = z.object({ name: z.string(), count: z.number() });

export const seriesOutput = z.object({
  /** The range that was counted. */
  from: z.string(),
  to: z.string(),
  /** Start of the first bucket, aligned to the width; it may lie before `from`. */
  first: z.string(),
  stepMs: z.number(),
  buckets: z.number(),
  total: z.number(),
  /** Exchanges, the greatest first. */
  stacks: z.array(z.object({ name: z.string(), total: z.number(), counts: z.array(z.number()) })),
  others: z.object({ names: z.number(), total: z.number(), counts: z.array(z.number()) }).nullable(),
  /** Buckets that end after this moment may still grow; null when all are finished. */
  finishedTo: z.string().nullable(),
  /** Counted from this moment on only: the limit of work was reached. Null: all was counted. */
  completeFrom: z.string().nullable(),
});
export type SeriesOutput = z.output<typeof seriesOutput>;

export const totalsOutput = z.object({
  messages: z.number(),
  eventTypes: z.array(names),
  exchanges: z.array(names),
  readings: z.array(names),
  deadLettered: z.number(),
});
export type TotalsOutput = z.output<typeof totalsOutput>;

export const lagOutput = z.object({
  from: z.string(),
  to: z.string(),
  first: z.string(),
  stepMs: z.number(),
  buckets: z.number(),
  /** One for each virtual host: the most messages that waited in its audit queue in each bucket; null where no sample knows. */
  queues: z.array(z.object({ vhost: z.string(), waiting: z.array(z.number().nullable()) })),
  now: z.object({
    workers: z.number(),
    seconds: z.number().nullable(),
    messages: z.number().nullable(),
    perSecond: z.number().nullable(),
  }),
});
export type LagOutput = z.output<typeof lagOutput>;

export const SEVERITIES = ["bad", "warn", "unknown", "note"] as const;
/** bad: something is lost, stands still or waits; warn: it may come to that; unknown: it cannot be told; note: good to know. */
export type Severity = (typeof SEVERITIES)[number];

export const CHECKS = [
  "worker",
  "broker",
  "ingest",
  "outbox",
  "taps",
  "coverage",
  "gaps",
  "quarantine",
  "deadLetters",
  "sagas",
] as const;
export type Check = (typeof CHECKS)[number];

export const PROBLEM_KINDS = [
  "no_worker",
  "broker_connecting",
  "storing_fails",
  "ingest_delay",
  "not_published",
  "consent_missing",
  "taps_off",
  "taps_failing",
  "rights_missing",
  "binding_refused",
  "not_observed",
  "partly_observed",
  "coverage_unknown",
  "messages_missing",
  "gaps",
  "gaps_unknown",
  "quarantine",
  "dead_letters",
  "dead_letters_unknown",
  "dead_letters_growing",
  "dead_letters_new",
  "redriven_dead_again",
  "dead_letters_held",
  "sagas_stuck",
] as const;

export const problemSchema = z.object({
  kind: z.enum(PROBLEM_KINDS),
  check: z.enum(CHECKS),
  severity: z.enum(SEVERITIES),
  /** Messages, exchanges, gaps …, as the kind says; null when not known. */
  count: z.number().nullable(),
  /** Whether `count` is exact; false: at least so many. */
  exact: z.boolean(),
  /** Whom it concerns, the worst first; not more than a few. */
  subjects: z.array(z.object({ name: z.string(), count: z.number().nullable() })),
  /** How many it concerns in all. */
  subjectCount: z.number(),
  /** Words of the broker or of the worker. */
  detail: z.string().nullable(),
  since: z.string().nullable(),
});
export type Problem = z.output<typeof problemSchema>;

export const problemsOutput = z.object({
  /** The worst first. */
  problems: z.array(problemSchema),
  /** What was looked at, and found in order. */
  good: z.array(z.enum(CHECKS)),
  at: z.string(),
});
export type ProblemsOutput = z.output<typeof problemsOutput>;
