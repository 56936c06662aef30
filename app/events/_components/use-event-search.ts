"use client";

import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { ALONE, useTRPC } from "@/app/_trpc/react";
import type { AuditItem } from "@/server/audit/audit-schemas";
import { filterInputOf, type SearchState, searchInputOf } from "./search-state";

/** The pages of a search, newest first, and what is known about the whole. */
export function useEventSearch(state: SearchState, anchor: string) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const optionsOf = useCallback(
    (state: SearchState, anchor: string) =>
      trpc.audit.search.infiniteQueryOptions(searchInputOf(state, anchor), {
        getNextPageParam: (page) => page.nextCursor,
        ...ALONE,
      }),
    [trpc],
  );
  const query = useInfiniteQuery({
    ...optionsOf(state, anchor),
    // Old rows stay, dimmed, until the new ones are there.
    placeholderData: keepPreviousData,
  });
  const pages = query.data?.pages;
  const items = useMemo<AuditItem[]>(() => pages?.flatMap((page) => page.items) ?? [], [pages]);
  const last = pages?.at(-1);
  const fresh = query.isPlaceholderData ? null : (pages?.[0] ?? null);
  // The rows go first; their number follows where it did not come with them.
  const counting = useQuery(
    trpc.audit.count.queryOptions(filterInputOf(state, anchor), {
      ...ALONE,
      enabled: fresh !== null && fresh.count === null,
    }),
  );
  return {
    query,
    items,
    /** Sends a search on its way before the page is drawn for it: the database works meanwhile. */
    ask: useCallback(
      (state: SearchState, anchor: string) => void client.prefetchInfiniteQuery(optionsOf(state, anchor)),
      [client, optionsOf],
    ),
    count: fresh?.count ?? counting.data ?? null,
    countFailed: counting.isError,
    head: fresh?.head ?? null,
    /** The last page stopped before it was full: `searchedTo` is how far it came. */
    partial: last?.partial ?? false,
    searchedTo: last?.searchedTo ?? null,
  };
}
