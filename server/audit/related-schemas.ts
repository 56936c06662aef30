import { z } from "zod";
import { STAGES } from "@/server/envelopes/read-envelope";
import { auditItem } from "./audit-schemas";

/** What a message belongs to: its causes and effects, its correlation, its stream, its other arrivals. */

const total = {
  total: z.number(),
  exact: z.boolean().meta({ description: "False: there are at least `total`" }),
};

export const causationOutput = z
  .object({
    causes: z
      .array(
        z.object({
          item: auditItem,
          alternatives: z.number().meta({ description: "Other events with that id; the oldest is shown" }),
          effects: z.object(total),
        }),
      )
      .meta({ description: "Nearest first" }),
    end: z.enum(["root", "missing", "circle", "cut"]).meta({
      description:
        "Why the walk up ended: the last names no cause; names one that is not stored; names one further down; is as high as the walk goes",
    }),
    missing: z.string().nullable().meta({ description: "Id of the cause that is named and not stored" }),
    effects: z
      .array(
        z.object({
          item: auditItem,
          parent: z.string().meta({ description: "Record id of what caused it" }),
          depth: z.number(),
          hidden: z.number().nullable().meta({ description: "Effects of it that are not listed" }),
          hiddenExact: z.boolean(),
          circle: z.boolean(),
        }),
      )
      .meta({ description: "Depth first" }),
    direct: z.object(total).nullable().meta({ description: "Null: the message carries no event id" }),
    cut: z.object({ deep: z.boolean(), wide: z.boolean() }),
  })
  .meta({ id: "Causation" });
export type CausationOutput = z.infer<typeof causationOutput>;

export const correlationOutput = z
  .object({
    correlationId: z.string().nullable(),
    inferred: z.boolean(),
    items: z.array(auditItem).meta({ description: "In order of receipt, around the message" }),
    before: z.number().meta({ description: "How many are older than the first item" }),
    ...total,
  })
  .meta({ id: "Correlation" });
export type CorrelationOutput = z.infer<typeof correlationOutput>;

const versionNote = z.union([
  z.object({ code: z.literal("gap"), from: z.number(), to: z.number() }),
  z.object({ code: z.enum(["repeated", "late", "starts_at"]) }),
]);

export const streamOutput = z
  .object({
    streamId: z.string().nullable(),
    inferred: z.boolean(),
    version: z.number().nullable().meta({ description: "Events in the stream, of all time" }),
    firstAt: z.string().nullable(),
    lastAt: z.string().nullable(),
    owned: z.boolean(),
    items: z.array(z.object({ item: auditItem, notes: z.array(versionNote) })),
    missing: z
      .array(z.object({ from: z.number(), to: z.number() }))
      .meta({ description: "Places in this part that were given out and are no longer stored" }),
  })
  .meta({ id: "StreamPart" });
export type StreamOutput = z.infer<typeof streamOutput>;

export const ARRIVAL_RELATIONS = ["first", "same", "clash", "other"] as const;

export const arrivalsOutput = z
  .object({
    eventId: z.string().nullable(),
    items: z.array(
      z.object({
        item: auditItem,
        relation: z.enum(ARRIVAL_RELATIONS).meta({
          description:
            "first: first arrival of this event; same: another one; clash: same id and source, other content; other: same id from another source",
        }),
      }),
    ),
    ...total,
  })
  .meta({ id: "Arrivals" });
export type ArrivalsOutput = z.infer<typeof arrivalsOutput>;

export const fieldSourcesOutput = z
  .object({
    fields: z.record(
      z.string(),
      z.object({
        stage: z
          .enum(STAGES)
          .meta({ description: "The reader that gave it; concluded: it follows from others" }),
        path: z
          .string()
          .nullable()
          .meta({ description: "The place that holds the value, where it is one place" }),
      }),
    ),
    differs: z.array(z.string()).meta({
      description:
        "Fields that are read otherwise today than when the message was stored: readers or mapping changed",
    }),
  })
  .meta({ id: "FieldSources" });
export type FieldSourcesOutput = z.infer<typeof fieldSourcesOutput>;
