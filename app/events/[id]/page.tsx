import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { closedPage } from "@/app/_access/page-door";
import { prefetchMessage } from "@/app/_trpc/prefetch-message";
import { getQueryClient, trpc } from "@/app/_trpc/server";
import { messageId } from "@/server/audit/audit-schemas";
import { EventView } from "./_components/event-view";

export async function generateMetadata({ params }: { params: Promise<{ id: string }> }): Promise<Metadata> {
  const t = await getTranslations("eventPage");
  return { title: t("pageTitle", { id: (await params).id.slice(0, 18) }) };
}

/** One message at an address of its own. All its parts are in the page that the server sends. */
export default async function EventPage({ params }: { params: Promise<{ id: string }> }) {
  const closed = await closedPage("/events/{id}");
  if (closed) return closed;
  const { id } = await params;
  if (!messageId.safeParse(id).success) notFound();
  const queryClient = getQueryClient();
  const once = { retry: false };
  await Promise.all([
    prefetchMessage(queryClient, id),
    queryClient.prefetchQuery(trpc.audit.sources.queryOptions({ id }, once)),
    queryClient.prefetchQuery(trpc.audit.causation.queryOptions({ id }, once)),
    queryClient.prefetchQuery(trpc.audit.correlation.queryOptions({ id }, once)),
    queryClient.prefetchQuery(trpc.audit.streamOf.queryOptions({ id }, once)),
    queryClient.prefetchQuery(trpc.audit.arrivals.queryOptions({ id }, once)),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <EventView id={id} />
    </HydrationBoundary>
  );
}
