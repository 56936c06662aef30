import { z } from "zod";

/** What comes in through the doors of flows, and what goes out. The OpenAPI document is made from these. Names are hostile text. */

const text = (about: string) =>
  z
    .string()
    .max(1024, "is longer than 1,024 characters")
    // PostgreSQL text holds no NUL, so nothing stored can match one.
    .refine((value) => !value.includes("\0"), "contains a NUL character")
    .meta({ description: about });
const name = (about: string) => text(about).min(1, "is empty");
const moment = (about: string) =>
  z
    .union([z.iso.datetime({ offset: true }), z.iso.date()], {
      error: "is not a moment in ISO 8601, for example 2026-03-01T09:30:00Z",
    })
    .transform((value) => new Date(value))
    .meta({ description: about });

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
  variant: z.uuid("is not the id of a variant").optional().meta({
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
  })
  .meta({ id: "Flow" });
export type FlowAnswer = z.infer<typeof flowAnswer>;
