import { tracked } from "@trpc/server";
import { z } from "zod";
import { countMessages } from "@/server/event-store/count-messages";
import { knownValues } from "@/server/event-store/known-values";
import { guardFilter } from "@/server/masking/filter-guard";
import { maskerOf } from "@/server/masking/masker-for";
import { procedure, router } from "@/server/trpc/trpc";
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
import { recordList, searchOnRecord } from "./list-on-record";
import { liveMessages } from "./live-messages";
import { openMessage } from "./open-message";
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
      searchOnRecord(ctx, input, input.cursor === undefined ? "free" : "none"),
    ),

  count: procedure
    .input(messageFilterInput)
    .output(countOutput)
    .query(async ({ input, ctx }) => {
      const filter = guardFilter({ ...input, scope: ctx.scope }, await maskerOf(ctx));
      return countMessages(ctx.services.searchPool, filter);
    }),

  message: procedure
    .input(oneMessage)
    .output(messageDetail)
    .query(({ input, ctx }) => openMessage(ctx, input.id)),

  causation: procedure
    .input(oneMessage)
    .output(causationOutput)
    .query(async ({ input, ctx }) =>
      getCausation(ctx.services.searchPool, ctx.scope, await maskerOf(ctx), input.id),
    ),

  correlation: procedure
    .input(oneMessage)
    .output(correlationOutput)
    .query(async ({ input, ctx }) =>
      getCorrelation(ctx.services.searchPool, ctx.scope, await maskerOf(ctx), input.id),
    ),

  streamOf: procedure
    .input(oneMessage)
    .output(streamOutput)
    .query(async ({ input, ctx }) =>
      getStreamOf(ctx.services.searchPool, ctx.scope, await maskerOf(ctx), input.id),
    ),

  arrivals: procedure
    .input(oneMessage)
    .output(arrivalsOutput)
    .query(async ({ input, ctx }) =>
      getArrivals(ctx.services.searchPool, ctx.scope, await maskerOf(ctx), input.id),
    ),

  sources: procedure
    .input(oneMessage)
    .output(fieldSourcesOutput)
    .query(async ({ input, ctx }) =>
      getFieldSources(ctx.services.searchPool, ctx.scope, await maskerOf(ctx), input.id),
    ),

  knownValues: procedure
    .output(knownValuesOutput)
    .query(async ({ ctx }) =>
      (await maskerOf(ctx)).knownValues(await knownValues(ctx.services.searchPool, ctx.scope)),
    ),

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
      const masker = () => maskerOf(ctx);
      const filter = { ...input.filter, scope: ctx.scope };
      for await (const turn of liveMessages({ log, pool: searchPool }, masker, filter, from, until)) {
        await recordList(ctx, "live", await masker(), input.filter, turn.items);
        yield tracked(String(turn.next), turn);
      }
    }),
});
