import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "nuqs/server";
import { closedPage } from "../_access/page-door";
import { getQueryClient, trpc } from "../_trpc/server";
import { TopologyExplorer } from "./_components/topology-explorer";
import { loadTopologyState } from "./_components/topology-state";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("topology"))("title") };
}

/** Exchanges, queues and what joins them, with how far each is observed. */
export default async function TopologyPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const closed = await closedPage("/topology");
  if (closed) return closed;
  const { vhost } = await loadTopologyState(searchParams);
  const queryClient = getQueryClient();
  await queryClient.prefetchQuery(trpc.topology.current.queryOptions({ vhost }, { retry: false }));
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <TopologyExplorer />
    </HydrationBoundary>
  );
}
