"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTRPC } from "@/app/_trpc/react";
import type { AuditItem } from "@/server/audit/audit-schemas";
import { type SearchState, searchInputOf } from "./search-state";

/** The pages of a search, newest first, and what is known about the whole. */
export function useEventSearch(state: SearchState, anchor: string) {
  const trpc = useTRPC();
  const options = trpc.audit.search.infiniteQueryOptions(searchInputOf(state, anchor), {
    getNextPageParam: (page) => page.nextCursor,
    // Old rows stay, dimmed, until the new ones are there.
    placeholderData: keepPreviousData,
  });
  const query = useInfiniteQuery(options);
  const pages = query.data?.pages;
  const items = useMemo<AuditItem[]>(() => pages?.flatMap((page) => page.items) ?? [], [pages]);
  const last = pages?.at(-1);
  return {
    query,
    items,
    count: pages?.[0]?.count ?? null,
    head: query.isPlaceholderData ? null : (pages?.[0]?.head ?? null),
    /** The last page stopped before it was full: `searchedTo` is how far it came. */
    partial: last?.partial ?? false,
    searchedTo: last?.searchedTo ?? null,
  };
}
