import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "nuqs/server";
import { closedPage } from "@/app/_access/page-door";
import { getQueryClient, trpc } from "@/app/_trpc/server";
import { deadLetterId, groupId } from "@/server/dead-letters/dead-letter-filter";
import { lettersInputOf, loadMessagesState } from "./_components/messages-state";
import { MessagesView } from "./_components/messages-view";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("deadLetters"))("place.messages.title") };
}

/** Dead letters one by one. The first rows are in the page that the server sends. */
export default async function MessagesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const closed = await closedPage("/dead-letters/messages");
  if (closed) return closed;
  const state = await loadMessagesState(searchParams);
  const queryClient = getQueryClient();
  const once = { retry: false };
  const list = trpc.deadLetters.list.infiniteQueryOptions(lettersInputOf(state), {
    getNextPageParam: (page) => page.nextCursor,
  });
  const { group, selected } = state;
  await Promise.all([
    queryClient.prefetchInfiniteQuery({ ...list, retry: false }),
    groupId.safeParse(group).success &&
      queryClient.prefetchQuery(trpc.deadLetters.group.queryOptions({ id: group! }, once)),
    deadLetterId.safeParse(selected).success &&
      queryClient.prefetchQuery(trpc.deadLetters.one.queryOptions({ id: selected! }, once)),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <MessagesView anchor={new Date().toISOString()} />
    </HydrationBoundary>
  );
}
