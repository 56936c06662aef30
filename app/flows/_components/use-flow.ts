"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ALONE, useTRPC } from "@/app/_trpc/react";
import type { graphInputOf } from "./flows-state";

/** The flow map of a range; the one before stays in sight until it is there. */
export function useFlow(input: ReturnType<typeof graphInputOf>) {
  const trpc = useTRPC();
  return useQuery(trpc.flows.graph.queryOptions(input, { ...ALONE, placeholderData: keepPreviousData }));
}
