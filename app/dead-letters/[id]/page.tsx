import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { createLoader, type SearchParams } from "nuqs/server";
import { closedPage } from "@/app/_access/page-door";
import { getQueryClient, trpc } from "@/app/_trpc/server";
import { deadLetterId } from "@/server/dead-letters/dead-letter-filter";
import { LetterPage } from "./_components/letter-page";
import { letterParsers } from "./_components/letter-state";

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<SearchParams>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations("deadLetters");
  return { title: t("pageTitle", { id: (await params).id.slice(0, 18) }) };
}

/** One dead letter at an address of its own. All of it is in the page that the server sends. */
export default async function Page({ params, searchParams }: Props) {
  const closed = await closedPage("/dead-letters/{id}");
  if (closed) return closed;
  const { id } = await params;
  if (!deadLetterId.safeParse(id).success) notFound();
  const { version } = await createLoader(letterParsers)(searchParams);
  const queryClient = getQueryClient();
  await queryClient.prefetchQuery(
    trpc.deadLetters.one.queryOptions({ id, ...(version === null ? {} : { version }) }, { retry: false }),
  );
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <LetterPage id={id} anchor={new Date().toISOString()} />
    </HydrationBoundary>
  );
}
