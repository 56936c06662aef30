import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "nuqs/server";
import { closedPage } from "../../_access/page-door";
import { prefetchMessage } from "../../_trpc/prefetch-message";
import { getQueryClient, trpc } from "../../_trpc/server";
import { EventsExplorer } from "../_components/events-explorer";
import { loadSearchState, searchInputOf } from "../_components/search-state";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("events"))("title") };
}

/** The first rows are in the page that the server sends; the browser goes on from there. */
export default async function EventsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const closed = await closedPage("/events");
  if (closed) return closed;
  const anchor = new Date().toISOString();
  const state = await loadSearchState(searchParams);
  const queryClient = getQueryClient();
  const query = trpc.audit.search.infiniteQueryOptions(searchInputOf(state, anchor), {
    getNextPageParam: (page) => page.nextCursor,
  });
  await Promise.all([
    queryClient.prefetchInfiniteQuery({ ...query, retry: false }),
    state.selected === null ? null : prefetchMessage(queryClient, state.selected),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <EventsExplorer anchor={anchor} />
    </HydrationBoundary>
  );
}
