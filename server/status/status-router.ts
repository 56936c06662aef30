import { procedure, router } from "@/server/trpc/trpc";
import { placeOf } from "./status";
import { countCoverage, readStatus } from "./status-queries";

/** How Sillage itself is doing, and where it is. */
export const statusRouter = router({
  current: procedure.query(async ({ ctx: { services, scope } }) => {
    const [status, coverage] = await Promise.all([
      readStatus(services.prisma, scope, services.clock()),
      countCoverage(services.prisma, scope),
    ]);
    return { ...status, coverage };
  }),
  /** Asks nothing of database and broker: it answers while they are away. */
  place: procedure.query(({ ctx: { services } }) => placeOf(services.env)),
});
