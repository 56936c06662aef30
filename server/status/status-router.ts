import { publicProcedure, router } from "@/server/trpc/trpc";
import { readStatus } from "./status-queries";

/** How Sillage itself is doing. */
export const statusRouter = router({
  current: publicProcedure.query(({ ctx }) => readStatus(ctx.services.prisma, ctx.services.clock())),
});
