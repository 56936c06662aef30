"use client";

import { useQuery } from "@tanstack/react-query";
import { type ComponentProps, useState } from "react";
import { useTRPC } from "@/app/_trpc/react";
import { FilterBar } from "@/components/events/filter-bar";

/** The filter bar, with the values that were seen lately: asked for once somebody begins a filter. */
export function SearchBar(props: Omit<ComponentProps<typeof FilterBar>, "known" | "onAdding">) {
  const trpc = useTRPC();
  const [adding, setAdding] = useState(false);
  const known = useQuery(
    trpc.audit.knownValues.queryOptions(undefined, { enabled: adding, staleTime: 60_000, retry: false }),
  );
  return <FilterBar {...props} known={known.data ?? {}} onAdding={() => setAdding(true)} />;
}
