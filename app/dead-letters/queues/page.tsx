import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { closedPage } from "@/app/_access/page-door";
import { getQueryClient, trpc } from "@/app/_trpc/server";
import { QueuesView } from "./_components/queues-view";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("deadLetters"))("place.queues.title") };
}

/** Queues that dead letters end in. They are in the page that the server sends. */
export default async function QueuesPage() {
  const closed = await closedPage("/dead-letters/queues");
  if (closed) return closed;
  const queryClient = getQueryClient();
  await queryClient.prefetchQuery(trpc.deadLetters.queues.queryOptions(undefined, { retry: false }));
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <QueuesView />
    </HydrationBoundary>
  );
}
