import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { retryAfterOf } from "@/server/http/problem";
import { callerOf, createContext } from "@/server/trpc/context";
import { appRouter } from "@/server/trpc/root";

export const dynamic = "force-dynamic";

function handle(request: Request): Promise<Response> {
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    createContext: () => createContext(callerOf(request.headers)),
    // Subscriptions also carry `X-Accel-Buffering: no`, without which proxies hold rows back until their buffer is full.
    responseMeta: ({ errors }) => {
      const headers = new Headers({ "Cache-Control": "no-store" });
      const waits = errors.map(({ cause }) => retryAfterOf(cause) ?? 0);
      if (Math.max(0, ...waits) > 0) headers.set("Retry-After", String(Math.max(...waits)));
      return { headers };
    },
  });
}

export { handle as GET, handle as POST };
