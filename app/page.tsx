import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { createLoader, type SearchParams } from "nuqs/server";
import { closedPage } from "./_access/page-door";
import { Overview } from "./_overview/overview";
import { overviewInputOf } from "./_overview/overview-input";
import { rangeParsers } from "./_range/range-state";
import { getQueryClient, trpc } from "./_trpc/server";

const loadRange = createLoader(rangeParsers);

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("overview"))("title") };
}

/** The landing page: what is broken, and the numbers over time. The first numbers are in the page that the server sends. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const closed = await closedPage("/");
  if (closed) return closed;
  const anchor = new Date().toISOString();
  const input = overviewInputOf(await loadRange(searchParams), anchor);
  const queryClient = getQueryClient();
  await Promise.all([
    queryClient.prefetchQuery(trpc.overview.problems.queryOptions(undefined, { retry: false })),
    queryClient.prefetchQuery(trpc.overview.series.queryOptions(input, { retry: false })),
    queryClient.prefetchQuery(trpc.overview.totals.queryOptions(input, { retry: false })),
    queryClient.prefetchQuery(trpc.overview.lag.queryOptions(input, { retry: false })),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <Overview anchor={anchor} />
    </HydrationBoundary>
  );
}
