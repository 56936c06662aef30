import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "nuqs/server";
import { STATUSES } from "@/server/complaints/words";
import { closedPage } from "../../_access/page-door";
import { getQueryClient, trpc } from "../../_trpc/server";
import { columnInputOf, filterOf, loadComplaintsState, tableInputOf } from "../_components/complaints-state";
import { ComplaintsView } from "../_components/complaints-view";
import { complaintsOff } from "../_components/switched-off";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("complaints"))("title") };
}

/** What customers complained about. The first rows, or cards, are in the page that the server sends. */
export default async function ComplaintsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const closed = (await closedPage("/complaints")) ?? (await complaintsOff());
  if (closed) return closed;
  const anchor = new Date().toISOString();
  const state = await loadComplaintsState(searchParams);
  const queryClient = getQueryClient();
  const inputs =
    state.view === "board" ? STATUSES.map((status) => columnInputOf(state, status)) : [tableInputOf(state)];
  await Promise.all([
    ...inputs.map((input) =>
      queryClient.prefetchInfiniteQuery({
        ...trpc.complaints.list.infiniteQueryOptions(input, { getNextPageParam: (page) => page.nextCursor }),
        retry: false,
      }),
    ),
    queryClient.prefetchQuery(trpc.complaints.counts.queryOptions(filterOf(state), { retry: false })),
    queryClient.prefetchQuery(trpc.complaints.categories.queryOptions(undefined, { retry: false })),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <ComplaintsView anchor={anchor} />
    </HydrationBoundary>
  );
}
