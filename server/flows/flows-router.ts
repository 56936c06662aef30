import type { Visit } from "@/server/http/door";
import { maskerOf } from "@/server/masking/masker-for";
import { procedure, router } from "@/server/trpc/trpc";
import { flowAnswer, flowInput } from "./flow-schemas";
import { type FlowReader, readFlow } from "./read-flow";

/** Flows: what follows what, which ways sagas take, what changed, what departs. */
export const flowsRouter = router({
  graph: procedure
    .input(flowInput)
    .output(flowAnswer)
    .query(async ({ input, ctx }) => readFlow(ctx.services.searchPool, await flowReaderOf(ctx), input)),
});

/** What flows are read with for whoever asks. */
export async function flowReaderOf(
  visit: Pick<Visit, "services" | "scope" | "unmasked">,
): Promise<FlowReader> {
  return { scope: visit.scope, masker: await maskerOf(visit), now: visit.services.clock() };
}
