import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "nuqs/server";
import { closedPage } from "../_access/page-door";
import { getQueryClient, trpc } from "../_trpc/server";
import { complaintsOff } from "../complaints/_components/switched-off";
import { loadMailsState, mailsInputOf } from "./_components/mails-state";
import { MailsView } from "./_components/mails-view";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("mails"))("title") };
}

/** Mails about complaints. The first of them are in the page that the server sends. */
export default async function MailsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const closed = (await closedPage("/mails")) ?? (await complaintsOff());
  if (closed) return closed;
  const state = await loadMailsState(searchParams);
  const queryClient = getQueryClient();
  await Promise.all([
    queryClient.prefetchInfiniteQuery({
      ...trpc.mails.list.infiniteQueryOptions(mailsInputOf(state), {
        getNextPageParam: (page) => page.nextCursor,
      }),
      retry: false,
    }),
    queryClient.prefetchQuery(trpc.mails.summary.queryOptions(undefined, { retry: false })),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <MailsView />
    </HydrationBoundary>
  );
}
