import { z } from "zod";
import { moment } from "@/server/moment";
import type { VariantNode } from "@/server/sagas/saga";
import { DEVIATIONS, MOST_TOLD, SAGA_STATUSES } from "@/server/sagas/words";
import { CHANGES } from "./words";

/** What comes in through the doors of flows, and what goes out. The OpenAPI document is made from these. Names are hostile text. */

const text = (about: string) =>
  z
    .string()
    .max(1024, "is longer than 1,024 characters")
    // PostgreSQL text holds no NUL, so nothing stored can match one.
    .refine((value) => !value.includes("\0"), "contains a NUL character")
    .meta({ description: about });
const name = (about: string) => text(about).min(1, "is empty");

const rangeShape = {
  from: moment("First moment of receipt, inclusive; without it, from the first event on").optional(),
  to: moment("Last moment of receipt, exclusive; without it, up to now").optional(),
};
type Range = { from?: Date | undefined; to?: Date | undefined };
const inOrder = ({ from, to }: Range) => !from || !to || from < to;
const NOT_IN_ORDER = { path: ["to"], error: "is not after `from`" };

/** What a flow is looked at by. All that are given must hold. */
export const flowFilterShape = {
  vhost: name("Virtual host").optional(),
  exchange: text("Only events published to it, with what comes right before and after them").optional(),
  eventType: name("Only events of this type, with what comes right before and after them").optional(),
  sagaType: name("Only sagas that begin with this type").optional(),
  variant: z.guid("is not the id of a variant").optional().meta({
    description: "Only sagas that took this way and began within the range, with all of their events",
  }),
};

/** Query of `GET /api/flows`, and input of `flows.graph`. */
export const flowInput = z.strictObject({ ...rangeShape, ...flowFilterShape }).refine(inOrder, NOT_IN_ORDER);
export type FlowInput = z.output<typeof flowInput>;

const share = z.number().meta({ description: "Between 0 and 1" });
const count = z.number();

export const flowNode = z
  .object({
    type: z.string(),
    count,
    dead: count.meta({ description: "Of them dead-lettered at least once" }),
  })
  .meta({ id: "FlowNode" });

const end = z.string().nullable();
const percentile = z
  .number()
  .nullable()
  .meta({ description: "Milliseconds, to within 5 %; null where nothing was measured" });

export const flowEdge = z
  .object({
    from: end.meta({ description: "Null: it lies outside of what you may see" }),
    to: end.meta({ description: "Null: it lies outside of what you may see" }),
    count,
    inferred: count.meta({ description: "Of them linked by order, because no causation said so" }),
    share: share.meta({ description: "Of all that followed `from`, between 0 and 1" }),
    p50Ms: percentile,
    p95Ms: percentile,
    deadLetterRate: share.meta({ description: "Of `to` over this edge, dead-lettered at least once" }),
  })
  .meta({ id: "FlowEdge" });

const flowEnd = z.object({ type: z.string(), count }).meta({ id: "FlowEnd" });

const graphShape = {
  nodes: z.array(flowNode),
  edges: z.array(flowEdge),
  starts: z.array(flowEnd).meta({ description: "How often a saga began with a type" }),
  ends: z.array(flowEnd).meta({ description: "How often a type was the last one so far" }),
};

export const flowAnswer = z
  .object({
    ...graphShape,
    countedFrom: z.string().nullable().meta({
      description:
        "With `variant`: only sagas that began from here on were counted, because there are too many. Null: all were",
    }),
    lag: z
      .object({ behind: z.number(), lagSeconds: z.number(), rebuilding: z.boolean() })
      .meta({ description: "Messages that are stored and not counted yet" }),
  })
  .meta({ id: "Flow" });
export type FlowAnswer = z.infer<typeof flowAnswer>;

const range = (about: string) =>
  z
    .strictObject({
      from: moment(`${about}: first moment, inclusive`),
      to: moment(`${about}: last moment, exclusive`),
    })
    .refine(inOrder, NOT_IN_ORDER);

/** Input of `flows.compare`. */
export const compareInput = z.strictObject({
  before: range("The earlier period, or the one that is taken as reference"),
  after: range("The later period"),
  vhost: flowFilterShape.vhost,
  exchange: flowFilterShape.exchange,
  eventType: flowFilterShape.eventType,
  sagaType: flowFilterShape.sagaType,
});
export type CompareInput = z.output<typeof compareInput>;

export const compareAnswer = z.object({
  /** The most changed first. */
  edges: z.array(
    z.object({
      from: end,
      to: end,
      before: flowEdge.nullable(),
      after: flowEdge.nullable(),
      changes: z.array(z.enum(CHANGES)),
      weight: z.number(),
    }),
  ),
  /** Events of each period. */
  events: z.object({ before: count, after: count }),
});
export type CompareAnswer = z.infer<typeof compareAnswer>;

/** Query of `GET /api/flows/variants`, and input of `flows.variants` and `flows.conformance`: sagas that began within a range. */
export const variantsInput = z
  .strictObject({ ...rangeShape, vhost: flowFilterShape.vhost, sagaType: flowFilterShape.sagaType })
  .refine(inOrder, NOT_IN_ORDER);
export type VariantsInput = z.output<typeof variantsInput>;

const variantNode: z.ZodType<VariantNode> = z
  .object({
    type: z.string(),
    times: z
      .number()
      .optional()
      .meta({ description: "Told once, where the same came several times in a row" }),
    get next() {
      return z.array(variantNode).optional();
    },
  })
  .meta({ id: "VariantNode" }) as z.ZodType<VariantNode>;

const countedFrom = z.string().nullable().meta({
  description: "Sagas that began from here on were counted, because there are too many. Null: all were",
});

export const variantsAnswer = z
  .object({
    items: z.array(
      z.object({
        variant: z.string(),
        startType: z.string(),
        path: z.array(variantNode).meta({ description: "Each event under the one that it followed" }),
        count,
        share,
        p50Ms: z.number(),
        p95Ms: z.number(),
        dead: count.meta({ description: "Of its sagas, those of which an event died" }),
        cut: z.boolean().meta({
          description: `Some of its sagas have more than ${MOST_TOLD} events, and only the first of them are told and compared`,
        }),
        example: z.string().meta({ description: "Id of the newest saga of it" }),
      }),
    ),
    total: count.meta({ description: "Sagas in all" }),
    others: z
      .object({ variants: count, sagas: count })
      .meta({ description: "Rarer ways, which are not told" }),
    countedFrom,
  })
  .meta({ id: "FlowVariants" });
export type VariantsAnswer = z.infer<typeof variantsAnswer>;

export const conformanceAnswer = z.object({
  definitions: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      /** Sagas that were judged by it, and those of them that depart. */
      judged: count,
      departing: count,
      deviations: z.array(
        z.object({
          what: z.enum(DEVIATIONS),
          type: z.string(),
          after: z.string().nullable(),
          /** Sagas. */
          count,
          example: z.string(),
        }),
      ),
    }),
  ),
  countedFrom,
});
export type ConformanceAnswer = z.infer<typeof conformanceAnswer>;

/** Input of `flows.behind`: what stands behind a node (`type`), an edge (`before` too), a start (`before` is empty) or an end (`last`). */
export const behindInput = z
  .strictObject({
    ...rangeShape,
    ...flowFilterShape,
    type: name("Type of the events"),
    before: text("Type of the event before; empty: there is none").optional(),
    last: z.boolean().default(false),
    limit: z.number().int().min(1).max(100).default(20),
    cursor: z.string().min(1).max(128).optional(),
    direction: z.literal("forward").optional(),
  })
  .refine(inOrder, NOT_IN_ORDER);
export type BehindInput = z.output<typeof behindInput>;

export const behindAnswer = z.object({
  items: z.array(
    z.object({
      recordId: z.string(),
      /** Microseconds since 1970. */
      at: z.number(),
      type: z.string(),
      exchange: z.string(),
      gapMs: z.number().nullable(),
      link: z.enum(["causation", "order"]).nullable(),
      dead: z.boolean(),
      saga: z.object({ id: z.string(), type: z.string().nullable(), status: z.enum(SAGA_STATUSES) }),
    }),
  ),
  nextCursor: z.string().nullable(),
});
export type BehindAnswer = z.infer<typeof behindAnswer>;
