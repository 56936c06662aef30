import { expectInScope, expectWholeVhost } from "@/server/access/admit";
import { byOf } from "@/server/access/by";
import { reasoned } from "@/server/operator-actions/reason";
import { consentToTap, excludeExchange, includeExchange } from "@/server/taps/consent";
import { listGaps } from "@/server/taps/taps-queries";
import { exchangeName, listGapsOutput, vhostName } from "@/server/taps/taps-schemas";
import { procedure, router } from "@/server/trpc/trpc";
import { readTopology } from "./topology-queries";
import { topologyInput, topologySchema } from "./topology-schemas";

/** The newest statements; older ones are in `GET /api/gaps`. */
const GAPS_SHOWN = 50;

/** Exchanges, queues and what joins them, with how far each is observed; and what a person may decide about it. */
export const topologyRouter = router({
  current: procedure
    .input(topologyInput)
    .output(topologySchema)
    .query(({ input, ctx }) => readTopology(ctx.services, ctx.scope, input.vhost ?? null)),

  /** The dated gaps of one exchange, the newest first, preceded by what is in quarantine now. */
  gaps: procedure
    .input(exchangeName)
    .output(listGapsOutput)
    .query(({ input, ctx }) => listGaps(ctx.services.prisma, ctx.scope, { ...input, limit: GAPS_SHOWN })),

  /** Leaves an exchange unobserved from now on: its tap is removed within seconds. */
  exclude: procedure.input(reasoned(exchangeName)).mutation(({ input, ctx }) => {
    expectInScope(ctx.scope, input);
    return excludeExchange(ctx.services.storePool, input.vhost, input.exchange, byOf(ctx, input.reason));
  }),

  include: procedure.input(reasoned(exchangeName)).mutation(({ input, ctx }) => {
    expectInScope(ctx.scope, input);
    return includeExchange(ctx.services.storePool, input.vhost, input.exchange, byOf(ctx, input.reason));
  }),

  /** Lets Sillage bind its taps in a virtual host of somebody else's broker. */
  consent: procedure.input(reasoned(vhostName)).mutation(({ input, ctx }) => {
    expectWholeVhost(ctx.scope, input.vhost);
    return consentToTap(ctx.services.storePool, input.vhost, byOf(ctx, input.reason));
  }),
});
