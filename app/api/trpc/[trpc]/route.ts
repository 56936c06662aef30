import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { callerOf, createContext } from "@/server/trpc/context";
import { appRouter } from "@/server/trpc/root";

export const dynamic = "force-dynamic";

function handle(request: Request): Promise<Response> {
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    createContext: () => createContext(callerOf(request.headers)),
    // Proxies would otherwise hold back the rows of a live list until their buffer is full.
    responseMeta: () => ({
      headers: new Headers({ "Cache-Control": "no-store", "X-Accel-Buffering": "no" }),
    }),
  });
}

export { handle as GET, handle as POST };
