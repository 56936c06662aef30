import { z } from "zod";

const certainty = z.enum(["yes", "maybe"]).meta({
  description: "maybe: what the broker tells is not enough to say",
});

export const routeOutput = z
  .object({
    exchange: z.string(),
    routingKeys: z.array(z.string()).meta({ description: "The routing key, and those of a CC header" }),
    problem: z
      .object({
        code: z.enum(["no_broker", "not_observed", "unreachable", "refused"]),
        detail: z.string().nullable(),
      })
      .nullable()
      .meta({ description: "Why nothing, or nothing of now, is known of the bindings" }),
    readAt: z.string().nullable().meta({
      format: "date-time",
      description: "When the bindings were read; null: they are not known, and hops and queues are empty",
    }),
    hops: z
      .array(
        z.object({
          exchange: z.string(),
          type: z.string().nullable(),
          via: z.enum(["published", "binding", "alternate"]),
          from: z.string().nullable(),
          bindings: z.array(
            z.object({
              destination: z.string(),
              destinationType: z.enum(["queue", "exchange"]),
              routingKey: z.string(),
              arguments: z.record(z.string(), z.unknown()),
              match: certainty,
            }),
          ),
          others: z.number().meta({ description: "Bindings that do not take it" }),
          alternate: z.string().nullable(),
          problem: z.enum(["gone", "type_not_known", "alternate_not_known"]).nullable(),
          certainty,
        }),
      )
      .meta({ description: "Exchanges on the way, Sillage's own left out" }),
    queues: z.array(z.object({ name: z.string(), certainty })),
    tapped: z.boolean().meta({ description: "Sillage's tap takes a copy by these bindings" }),
    deaths: z
      .array(
        z.object({
          queue: z.string(),
          exchange: z.string(),
          reason: z.string(),
          count: z.number().nullable(),
        }),
      )
      .meta({ description: "What the broker wrote into x-death, newest first" }),
  })
  .meta({ id: "Route", description: "The route of a message by the bindings of now" });
export type RouteOutput = z.infer<typeof routeOutput>;
