import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "nuqs/server";
import { closedPage } from "@/app/_access/page-door";
import { getQueryClient, trpc } from "@/app/_trpc/server";
import { groupsInputOf, loadCausesState } from "./_components/causes-state";
import { CausesView } from "./_components/causes-view";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("deadLetters"))("place.causes.title") };
}

/** What dead letters died of. The first causes are in the page that the server sends. */
export default async function CausesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const closed = await closedPage("/dead-letters");
  if (closed) return closed;
  const state = await loadCausesState(searchParams);
  const queryClient = getQueryClient();
  const list = trpc.deadLetters.groups.infiniteQueryOptions(groupsInputOf(state), {
    getNextPageParam: (page) => page.nextCursor,
  });
  await Promise.all([
    queryClient.prefetchInfiniteQuery({ ...list, retry: false }),
    queryClient.prefetchQuery(trpc.deadLetters.totals.queryOptions(undefined, { retry: false })),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <CausesView anchor={new Date().toISOString()} />
    </HydrationBoundary>
  );
}
