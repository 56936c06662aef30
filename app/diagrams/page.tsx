import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import type { SearchParams } from "nuqs/server";
import { closedPage } from "../_access/page-door";
import { getQueryClient, trpc } from "../_trpc/server";
import { type DiagramState, flowOf, loadDiagramState } from "./_components/diagram-state";
import { DiagramsExplorer } from "./_components/diagrams-explorer";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("diagrams"))("title") };
}

/** Diagrams of what is stored: sagas, flows, aggregate types, participants, topology. They are drawn in the browser alone. */
export default async function DiagramsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const closed = await closedPage("/diagrams");
  if (closed) return closed;
  const anchor = new Date().toISOString();
  const state = await loadDiagramState(searchParams);
  const queryClient = getQueryClient();
  await Promise.all([
    queryClient.prefetchQuery(trpc.diagrams.choices.queryOptions(undefined, { retry: false })),
    // What is asked for without a choice; the others are asked for by the browser.
    state.kind === "flow" && queryClient.prefetchQuery(flowQuery(state, anchor, await getLocale())),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <DiagramsExplorer anchor={anchor} />
    </HydrationBoundary>
  );
}

const flowQuery = (state: DiagramState, anchor: string, locale: string) =>
  trpc.diagrams.flow.queryOptions(
    { flow: flowOf(state, anchor), lang: locale === "fr" ? "fr" : "en" },
    { retry: false },
  );
