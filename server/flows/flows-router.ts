import type { Visit } from "@/server/http/door";
import { maskerOf } from "@/server/masking/masker-for";
import type { SagaReader } from "@/server/sagas/list-sagas";
import { procedure, router } from "@/server/trpc/trpc";
import { readBehind } from "./behind";
import { compareFlows } from "./compare-flows";
import { readConformance } from "./conformance";
import {
  behindAnswer,
  behindInput,
  compareAnswer,
  compareInput,
  conformanceAnswer,
  flowAnswer,
  flowInput,
  variantsAnswer,
  variantsInput,
} from "./flow-schemas";
import { answerFlow, readFlow } from "./read-flow";
import { readVariants } from "./variants";

/** Flows: what follows what, which ways sagas take, what changed, what departs. */
export const flowsRouter = router({
  graph: procedure
    .input(flowInput)
    .output(flowAnswer)
    .query(async ({ input, ctx }) => answerFlow(ctx.services.searchPool, await flowReaderOf(ctx), input)),

  variants: procedure
    .input(variantsInput)
    .output(variantsAnswer)
    .query(async ({ input, ctx }) => readVariants(ctx.services.searchPool, await flowReaderOf(ctx), input)),

  /** Two periods of the flow map: what is new, gone, slower, faster, and on what more dies. */
  compare: procedure
    .input(compareInput)
    .output(compareAnswer)
    .query(async ({ input: { before, after, ...filter }, ctx }) => {
      const reader = await flowReaderOf(ctx);
      const [earlier, later] = await Promise.all(
        [before, after].map((range) => readFlow(ctx.services.searchPool, reader, { ...filter, ...range })),
      );
      const events = ({ nodes }: { nodes: readonly { count: number }[] }) =>
        nodes.reduce((sum, { count }) => sum + count, 0);
      return {
        edges: compareFlows(earlier!, later!),
        events: { before: events(earlier!), after: events(later!) },
      };
    }),

  conformance: procedure
    .input(variantsInput)
    .output(conformanceAnswer)
    .query(async ({ input, ctx }) =>
      readConformance(ctx.services.searchPool, await flowReaderOf(ctx), input),
    ),

  /** The events and sagas behind a node or an edge. */
  behind: procedure
    .input(behindInput)
    .output(behindAnswer)
    .query(async ({ input, ctx }) => readBehind(ctx.services.searchPool, await flowReaderOf(ctx), input)),
});

/** What flows are read with for whoever asks. */
export async function flowReaderOf(
  visit: Pick<Visit, "services" | "scope" | "unmasked">,
): Promise<SagaReader> {
  return { scope: visit.scope, masker: await maskerOf(visit), now: visit.services.clock() };
}
