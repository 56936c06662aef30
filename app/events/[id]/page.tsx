import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { getQueryClient, trpc } from "@/app/_trpc/server";
import { messageId } from "@/server/audit/audit-schemas";
import { EventView } from "./_components/event-view";

export async function generateMetadata({ params }: { params: Promise<{ id: string }> }): Promise<Metadata> {
  const t = await getTranslations("detail");
  return { title: t("pageTitle", { id: (await params).id.slice(0, 18) }) };
}

/** One message at an address of its own. */
export default async function EventPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  if (!messageId.safeParse(id).success) notFound();
  const queryClient = getQueryClient();
  await queryClient.prefetchQuery(trpc.audit.message.queryOptions({ id }, { retry: false }));
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <EventView id={id} />
    </HydrationBoundary>
  );
}
