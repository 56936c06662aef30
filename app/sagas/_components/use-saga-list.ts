"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo } from "react";
import { ALONE, useTRPC } from "@/app/_trpc/react";
import type { SagaListKind } from "@/components/sagas/list/saga-list";
import { listInputOf, type SagasState } from "./sagas-state";

/** A list of one question, loaded as it is scrolled. */
function useQuestion(
  kind: SagaListKind,
  state: SagasState,
  anchor: string,
  answered?: boolean,
  enabled = true,
) {
  const trpc = useTRPC();
  return useInfiniteQuery(
    trpc.sagas.list.infiniteQueryOptions(listInputOf(kind, state, anchor, answered), {
      ...ALONE,
      enabled,
      getNextPageParam: (page) => page.nextCursor,
      // Old rows stay, dimmed, until the new ones are there.
      placeholderData: keepPreviousData,
    }),
  );
}

/** The rows of a list of sagas. Of requests, those without a reply come first, and then the others. */
export function useSagaList(kind: SagaListKind, state: SagasState, anchor: string) {
  const apart = kind === "requests" && state.answer === null;
  const first = useQuestion(
    kind,
    state,
    anchor,
    kind === "requests" ? state.answer === "answered" : undefined,
  );
  const second = useQuestion(kind, state, anchor, true, apart && first.isSuccess && !first.hasNextPage);
  const query = apart && first.isSuccess && !first.hasNextPage ? second : first;
  const pages = apart ? [...(first.data?.pages ?? []), ...(second.data?.pages ?? [])] : first.data?.pages;
  const items = useMemo(() => pages?.flatMap((page) => page.items) ?? [], [pages]);
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  // A page may be short, where much was looked through: the list goes on by itself until it has some rows to show.
  const short = items.length < SOME && !isFetchNextPageError && !query.isPlaceholderData;
  useEffect(() => {
    if (short) more();
  }, [short, more]);
  return {
    query,
    items,
    pages: pages?.length ?? 0,
    more,
    /** Nothing was found yet, and there is more to look through. */
    looking: items.length === 0 && hasNextPage,
  };
}

/** Rows that fill a screen. */
const SOME = 40;
