import { messageFilterInput } from "@/server/audit/audit-schemas";
import { guardFilter } from "@/server/masking/filter-guard";
import { maskerOf } from "@/server/masking/masker-for";
import { procedure, router } from "@/server/trpc/trpc";
import { readLag } from "./lag-queries";
import { lagOutput, problemsOutput, rangeInput, seriesOutput, totalsOutput } from "./overview-schemas";
import { readProblems } from "./problem-queries";
import { readSeries, readTotals } from "./series-queries";

/** The numbers over time, and what is broken. */
export const overviewRouter = router({
  /** What a search matches over time, stacked by exchange; without a filter, all traffic. */
  series: procedure
    .input(messageFilterInput)
    .output(seriesOutput)
    .query(async ({ input, ctx, signal }) => {
      const filter = guardFilter(input, await maskerOf(ctx));
      return readSeries(ctx.services.searchPool, ctx.scope, filter, ctx.services.clock(), signal);
    }),

  totals: procedure
    .input(rangeInput)
    .output(totalsOutput)
    .query(async ({ input, ctx }) => {
      const totals = await readTotals(ctx.services.searchPool, ctx.scope, input);
      return { ...totals, eventTypes: (await maskerOf(ctx)).names(totals.eventTypes) };
    }),

  lag: procedure
    .input(rangeInput)
    .output(lagOutput)
    .query(({ input, ctx }) => readLag(ctx.services, ctx.scope, input, ctx.services.clock())),

  problems: procedure
    .output(problemsOutput)
    .query(async ({ ctx }) =>
      readProblems(ctx.services, ctx.scope, await maskerOf(ctx), ctx.services.clock()),
    ),
});
