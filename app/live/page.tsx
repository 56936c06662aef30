import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "nuqs/server";
import { closedPage } from "../_access/page-door";
import { prefetchMessage } from "../_trpc/prefetch-message";
import { getQueryClient, trpc } from "../_trpc/server";
import { loadSearchState } from "../events/_components/search-state";
import { latestOf } from "./_components/live-state";
import { LiveView } from "./_components/live-view";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("live"))("title") };
}

/** Messages as they arrive. The newest that are stored already come with the page; the browser goes on from there. */
export default async function LivePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const closed = await closedPage("/live");
  if (closed) return closed;
  const anchor = new Date().toISOString();
  const state = await loadSearchState(searchParams);
  const queryClient = getQueryClient();
  await Promise.all([
    queryClient.prefetchQuery(trpc.audit.search.queryOptions(latestOf(state, anchor), { retry: false })),
    state.selected === null ? null : prefetchMessage(queryClient, state.selected),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <LiveView anchor={anchor} />
    </HydrationBoundary>
  );
}
