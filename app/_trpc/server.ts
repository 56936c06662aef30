import "server-only";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { headers } from "next/headers";
import { cache } from "react";
import { callerOf, createContext } from "@/server/trpc/context";
import { appRouter } from "@/server/trpc/root";
import { makeQueryClient } from "./query-client";

/** The query client of this request. */
export const getQueryClient = cache(makeQueryClient);

/** Who asks for this page, and with what: found out once a request. */
export const getContext = cache(async () => createContext(callerOf(await headers())));

/** Calls procedures from server components, without HTTP, into the query client of this request. */
export const trpc = createTRPCOptionsProxy({
  ctx: getContext,
  router: appRouter,
  queryClient: getQueryClient,
});
