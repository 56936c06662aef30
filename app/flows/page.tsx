import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "nuqs/server";
import { closedPage } from "../_access/page-door";
import { getQueryClient, trpc } from "../_trpc/server";
import { graphInputOf, loadFlowsState, sagasInputOf } from "./_components/flows-state";
import { FlowsView } from "./_components/flows-view";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("flows"))("title") };
}

/** How events follow each other: the map, the ways, what changed, what departs. */
export default async function FlowsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const closed = await closedPage("/flows");
  if (closed) return closed;
  const anchor = new Date().toISOString();
  const state = await loadFlowsState(searchParams);
  const queryClient = getQueryClient();
  await Promise.all([
    queryClient.prefetchQuery(trpc.flows.graph.queryOptions(graphInputOf(state, anchor), { retry: false })),
    ...(state.tab === "variants"
      ? [
          queryClient.prefetchQuery(
            trpc.flows.variants.queryOptions(sagasInputOf(state, anchor), { retry: false }),
          ),
        ]
      : []),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <FlowsView anchor={anchor} />
    </HydrationBoundary>
  );
}
