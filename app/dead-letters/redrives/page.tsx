import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "nuqs/server";
import { closedPage } from "@/app/_access/page-door";
import { getQueryClient, trpc } from "@/app/_trpc/server";
import { loadRedrivesState, redrivesInputOf } from "./_components/redrives-state";
import { RedrivesView } from "./_components/redrives-view";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("deadLetters"))("place.redrives.title") };
}

/** Redrives. The first rows are in the page that the server sends. */
export default async function RedrivesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const closed = await closedPage("/dead-letters/redrives");
  if (closed) return closed;
  const state = await loadRedrivesState(searchParams);
  const queryClient = getQueryClient();
  const list = trpc.redrives.list.infiniteQueryOptions(redrivesInputOf(state), {
    getNextPageParam: (page) => page.nextCursor,
  });
  await queryClient.prefetchInfiniteQuery({ ...list, retry: false });
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <RedrivesView anchor={new Date().toISOString()} />
    </HydrationBoundary>
  );
}
