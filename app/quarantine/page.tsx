import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "nuqs/server";
import { closedPage } from "../_access/page-door";
import { getQueryClient, trpc } from "../_trpc/server";
import { filterOf, loadQuarantineState, PAGE_ROWS } from "./_components/quarantine-state";
import { QuarantineView } from "./_components/quarantine-view";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("quarantine"))("title") };
}

/** What could not be stored. The first rows are in the page that the server sends. */
export default async function QuarantinePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const closed = await closedPage("/quarantine");
  if (closed) return closed;
  const state = await loadQuarantineState(searchParams);
  const queryClient = getQueryClient();
  const list = trpc.quarantine.list.infiniteQueryOptions(
    { ...filterOf(state), state: state.state, limit: PAGE_ROWS },
    { getNextPageParam: (page) => page.nextCursor },
  );
  await Promise.all([
    queryClient.prefetchInfiniteQuery({ ...list, retry: false }),
    queryClient.prefetchQuery(trpc.quarantine.summary.queryOptions(undefined, { retry: false })),
    state.selected === null || !/^\d{1,18}$/.test(state.selected)
      ? null
      : queryClient.prefetchQuery(trpc.quarantine.one.queryOptions({ id: state.selected }, { retry: false })),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <QuarantineView />
    </HydrationBoundary>
  );
}
