import { tracked } from "@trpc/server";
import { z } from "zod";
import { countMessages } from "@/server/event-store/count-messages";
import { knownValues } from "@/server/event-store/known-values";
import { procedure, router } from "@/server/trpc/trpc";
import { getMessage, searchAudit } from "./audit-queries";
import {
  countOutput,
  knownValuesOutput,
  messageFilterInput,
  messageId,
  searchOutput,
  searchPageInput,
} from "./audit-schemas";
import { messageDetail } from "./detail-schemas";
import { getFieldSources } from "./field-sources";
import { liveMessages } from "./live-messages";
import { getArrivals, getCausation, getCorrelation, getStreamOf } from "./related-queries";
import {
  arrivalsOutput,
  causationOutput,
  correlationOutput,
  fieldSourcesOutput,
  streamOutput,
} from "./related-schemas";

const oneMessage = z.strictObject({ id: messageId });

/** Everything that was seen on the wire: searched, opened, followed. */
export const auditRouter = router({
  search: procedure
    .input(searchPageInput)
    .output(searchOutput)
    // The count belongs to the whole search. It comes with the first page where it costs nothing, else `count` has it:
    // nobody waits for a number to see rows.
    .query(({ input: { direction: _, ...input }, ctx }) =>
      searchAudit(ctx.services.searchPool, ctx.scope, input, input.cursor === undefined ? "free" : "none"),
    ),

  count: procedure
    .input(messageFilterInput)
    .output(countOutput)
    .query(({ input, ctx }) => countMessages(ctx.services.searchPool, { ...input, scope: ctx.scope })),

  message: procedure
    .input(oneMessage)
    .output(messageDetail)
    .query(({ input, ctx }) => getMessage(ctx.services.searchPool, ctx.scope, input.id)),

  causation: procedure
    .input(oneMessage)
    .output(causationOutput)
    .query(({ input, ctx }) => getCausation(ctx.services.searchPool, ctx.scope, input.id)),

  correlation: procedure
    .input(oneMessage)
    .output(correlationOutput)
    .query(({ input, ctx }) => getCorrelation(ctx.services.searchPool, ctx.scope, input.id)),

  streamOf: procedure
    .input(oneMessage)
    .output(streamOutput)
    .query(({ input, ctx }) => getStreamOf(ctx.services.searchPool, ctx.scope, input.id)),

  arrivals: procedure
    .input(oneMessage)
    .output(arrivalsOutput)
    .query(({ input, ctx }) => getArrivals(ctx.services.searchPool, ctx.scope, input.id)),

  sources: procedure
    .input(oneMessage)
    .output(fieldSourcesOutput)
    .query(({ input, ctx }) => getFieldSources(ctx.services.searchPool, ctx.scope, input.id)),

  knownValues: procedure
    .output(knownValuesOutput)
    .query(({ ctx }) => knownValues(ctx.services.searchPool, ctx.scope)),

  /** Each turn is tracked by the position it ends at, so that a browser that reconnects goes on there. */
  live: procedure
    .input(
      z.strictObject({
        filter: messageFilterInput,
        lastEventId: z
          .string()
          .regex(/^\d{1,15}$/)
          .nullish(),
      }),
    )
    .subscription(async function* ({ input, ctx, signal }) {
      const { log, searchPool } = ctx.services;
      const from = input.lastEventId == null ? null : Number(input.lastEventId);
      const until = signal ?? new AbortController().signal;
      const filter = { ...input.filter, scope: ctx.scope };
      for await (const turn of liveMessages({ log, pool: searchPool }, filter, from, until)) {
        yield tracked(String(turn.next), turn);
      }
    }),
});
