import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { SearchParams } from "nuqs/server";
import { getQueryClient, trpc } from "@/app/_trpc/server";
import type { SagaListKind } from "@/components/sagas/list/saga-list";
import { filterOf, listInputOf, loadSagasState } from "./sagas-state";
import { SagasView } from "./sagas-view";

/** A list of sagas with its first rows and its counts. */
export async function ListedSagas({
  kind,
  searchParams,
}: {
  kind: SagaListKind;
  searchParams: Promise<SearchParams>;
}) {
  const anchor = new Date().toISOString();
  const state = await loadSagasState(searchParams);
  const queryClient = getQueryClient();
  const answered = kind === "requests" ? state.answer === "answered" : undefined;
  const list = trpc.sagas.list.infiniteQueryOptions(listInputOf(kind, state, anchor, answered), {
    getNextPageParam: (page) => page.nextCursor,
  });
  await Promise.all([
    queryClient.prefetchInfiniteQuery({ ...list, retry: false }),
    queryClient.prefetchQuery(
      trpc.sagas.counts.queryOptions(filterOf(kind, state, anchor), { retry: false }),
    ),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <SagasView kind={kind} anchor={anchor} />
    </HydrationBoundary>
  );
}
