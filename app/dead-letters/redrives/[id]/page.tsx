import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { closedPage } from "@/app/_access/page-door";
import { getQueryClient, trpc } from "@/app/_trpc/server";
import { redriveId } from "@/server/redrive/redrive-schemas";
import { RedrivePage } from "./_components/redrive-page";

export async function generateMetadata({ params }: { params: Promise<{ id: string }> }): Promise<Metadata> {
  const t = await getTranslations("redrives");
  return { title: t("pageTitle", { id: (await params).id.slice(0, 8) }) };
}

/** One redrive: how far it has come, and what became of each message. */
export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const closed = await closedPage("/dead-letters/redrives/{id}");
  if (closed) return closed;
  const { id } = await params;
  if (!redriveId.safeParse(id).success) notFound();
  const queryClient = getQueryClient();
  const messages = trpc.redrives.messages.infiniteQueryOptions(
    { id },
    { getNextPageParam: (page) => page.nextCursor },
  );
  await Promise.all([
    queryClient.prefetchQuery(trpc.redrives.one.queryOptions({ id }, { retry: false })),
    queryClient.prefetchInfiniteQuery({ ...messages, retry: false }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <RedrivePage id={id} anchor={new Date().toISOString()} />
    </HydrationBoundary>
  );
}
