import { z } from "zod";
import { messageId } from "@/server/audit/audit-schemas";
import { maskerOf } from "@/server/masking/masker-for";
import { procedure, router } from "@/server/trpc/trpc";
import { getRoute } from "./route-queries";
import { routeOutput } from "./route-schemas";

/** Where messages go, by the broker's bindings. */
export const routesRouter = router({
  of: procedure
    .input(z.strictObject({ id: messageId }))
    .output(routeOutput)
    .query(async ({ input, ctx }) => getRoute(ctx.services, ctx.scope, await maskerOf(ctx), input.id)),
});
