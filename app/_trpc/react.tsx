"use client";

import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient, httpBatchLink, httpLink, httpSubscriptionLink, splitLink } from "@trpc/client";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import { type ReactNode, useState } from "react";
import type { AppRouter } from "@/server/trpc/root";
import { makeQueryClient } from "./query-client";

const context = createTRPCContext<AppRouter>();
/** Procedures as options for TanStack Query. */
export const useTRPC = context.useTRPC;
/** Procedures to call, for what is no query of a page. */
export const useTRPCClient = context.useTRPCClient;

let browserClient: QueryClient | undefined;

function queryClient(): QueryClient {
  if (typeof window === "undefined") return makeQueryClient();
  browserClient ??= makeQueryClient();
  return browserClient;
}

const URL = "/api/trpc";

/**
 * Option of a query that may take longer than what is asked beside it: an answer in a batch waits for the slowest. The
 * server is told when nobody waits for it any more.
 */
export const ALONE = { trpc: { context: { alone: true }, abortOnUnmount: true } } as const;

/** Gives the pages their query client and their procedures: requests over HTTP, live rows over server-sent events. */
export function TRPCProvider({ children }: { children: ReactNode }) {
  const client = queryClient();
  const [trpcClient] = useState(() =>
    createTRPCClient<AppRouter>({
      links: [
        splitLink({
          condition: (operation) => operation.type === "subscription",
          true: httpSubscriptionLink({ url: URL }),
          false: splitLink({
            condition: (operation) => operation.context.alone === true,
            true: httpLink({ url: URL }),
            false: httpBatchLink({ url: URL, maxURLLength: 4_000 }),
          }),
        }),
      ],
    }),
  );
  return (
    <QueryClientProvider client={client}>
      <context.TRPCProvider trpcClient={trpcClient} queryClient={client}>
        {children}
      </context.TRPCProvider>
    </QueryClientProvider>
  );
}
