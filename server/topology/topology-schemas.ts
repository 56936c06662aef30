import { z } from "zod";
import { completenessSchema, coverageItemSchema, tapStatusSchema } from "@/server/taps/taps-schemas";

/** What the topology page is told. Names are hostile text; times are ISO text; rates are messages a second. */

const isoTime = z.string();
const rate = z.number().nullable();

export const TOPOLOGY_PARTS = ["exchanges", "queues", "bindings", "consumers"] as const;
export type TopologyPart = (typeof TOPOLOGY_PARTS)[number];

/** A part that the broker does not show us. */
export const refusedPartSchema = z.object({
  part: z.enum(TOPOLOGY_PARTS),
  /** The broker's words. */
  detail: z.string().nullable(),
  /** The command that grants it. */
  command: z.string(),
});
export type RefusedPart = z.output<typeof refusedPartSchema>;

/** How an exchange is observed, as the worker last decided. */
export const coverageFactsSchema = coverageItemSchema.pick({
  coverage: true,
  reason: true,
  sideEffects: true,
  tappedAt: true,
});

export const topologyExchangeSchema = z.object({
  name: z.string(),
  type: z.string(),
  durable: z.boolean(),
  autoDelete: z.boolean(),
  internal: z.boolean(),
  policy: z.string().nullable(),
  alternate: z.string().nullable(),
  /** Some queue sends its dead messages here. */
  deadLetter: z.boolean(),
  /** Part of Sillage itself. */
  own: z.boolean(),
  inPerSecond: rate,
  outPerSecond: rate,
  /** Null: the worker has not seen it yet. */
  coverage: coverageFactsSchema.nullable(),
  completeness: completenessSchema.nullable(),
  /** Gaps that were stated, over all time. */
  gaps: z.object({
    missing: z.number(),
    beforeTap: z.number(),
    uncounted: z.boolean(),
    gaps: z.number(),
  }),
  /** What an operator decided; `pending`: no worker has acted on it yet. */
  exclusion: z.object({ excluded: z.boolean(), pending: z.boolean(), possible: z.boolean() }),
});
export type TopologyExchange = z.output<typeof topologyExchangeSchema>;

export const topologyQueueSchema = z.object({
  name: z.string(),
  type: z.string().nullable(),
  durable: z.boolean(),
  autoDelete: z.boolean(),
  exclusive: z.boolean(),
  policy: z.string().nullable(),
  state: z.string().nullable(),
  own: z.boolean(),
  ready: z.number().nullable(),
  unacked: z.number().nullable(),
  consumers: z.number().nullable(),
  inPerSecond: rate,
  deliverPerSecond: rate,
  ackPerSecond: rate,
  /** Null: dead messages are dropped; "": the default exchange. */
  deadLetterExchange: z.string().nullable(),
  deadLetterKey: z.string().nullable(),
});
export type TopologyQueue = z.output<typeof topologyQueueSchema>;

export const topologyBindingSchema = z.object({
  source: z.string(),
  destination: z.string(),
  toExchange: z.boolean(),
  key: z.string(),
  /** Arguments as JSON, for headers exchanges; null when there are none. */
  arguments: z.string().nullable(),
});
export type TopologyBinding = z.output<typeof topologyBindingSchema>;

/** Consumers of one queue that belong to one service. */
export const topologyConsumerSchema = z.object({
  queue: z.string(),
  /** The name that the connection gave itself; else user and host. */
  service: z.string(),
  count: z.number(),
  /** Of those, how many get messages now; the rest stands by. */
  active: z.number(),
});
export type TopologyConsumer = z.output<typeof topologyConsumerSchema>;

export const consentPreviewSchema = z.object({
  /** Exchanges that would be bound, and with how many bindings in all. */
  exchanges: z.number(),
  bindings: z.number(),
  untouched: z.number(),
  sideEffects: z.array(coverageItemSchema.shape.sideEffects.element.shape.code),
});
export type ConsentPreview = z.output<typeof consentPreviewSchema>;

export const topologySchema = z.object({
  vhost: z.string(),
  /** Virtual hosts that can be looked at. */
  vhosts: z.array(z.string()),
  broker: z.object({
    /** current: just read; stale: as of `readAt`, the broker does not answer now; unknown: it never answered. */
    state: z.enum(["current", "stale", "unknown"]),
    readAt: isoTime.nullable(),
    problem: z.string().nullable(),
  }),
  /** Rates are averages over so many seconds. */
  rateSeconds: z.number(),
  refused: z.array(refusedPartSchema),
  exchanges: z.array(topologyExchangeSchema),
  /** Null where they are not known. */
  queues: z.array(topologyQueueSchema).nullable(),
  bindings: z.array(topologyBindingSchema).nullable(),
  consumers: z.array(topologyConsumerSchema).nullable(),
  /** How many of each are left out, because there are too many for a page. */
  leftOut: z.object({ exchanges: z.number(), queues: z.number(), bindings: z.number() }),
  tap: z.object({ status: tapStatusSchema, at: isoTime }).nullable(),
  consent: consentPreviewSchema.nullable(),
});
export type TopologyView = z.output<typeof topologySchema>;

export const topologyInput = z.strictObject({
  /** Not given: the one of the broker's URL. */
  vhost: z.string().max(255).nullish(),
});
