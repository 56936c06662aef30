import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "nuqs/server";
import { closedPage } from "../_access/page-door";
import { getQueryClient, trpc } from "../_trpc/server";
import { actionsInputOf, loadAuditState } from "./_components/audit-state";
import { AuditView } from "./_components/audit-view";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("actions"))("title") };
}

/** What people, tokens and commands did. The first rows are in the page that the server sends. */
export default async function AuditPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const closed = await closedPage("/audit");
  if (closed) return closed;
  const anchor = new Date().toISOString();
  const state = await loadAuditState(searchParams);
  const queryClient = getQueryClient();
  const list = trpc.actions.list.infiniteQueryOptions(actionsInputOf(state, anchor), {
    getNextPageParam: (page) => page.nextCursor,
  });
  await Promise.all([
    queryClient.prefetchInfiniteQuery({ ...list, retry: false }),
    state.selected === null || !/^\d{1,18}$/.test(state.selected)
      ? null
      : queryClient.prefetchQuery(trpc.actions.one.queryOptions({ id: state.selected }, { retry: false })),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <AuditView anchor={anchor} />
    </HydrationBoundary>
  );
}
