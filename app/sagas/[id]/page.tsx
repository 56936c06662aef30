import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { closedPage } from "@/app/_access/page-door";
import { getQueryClient, trpc } from "@/app/_trpc/server";
import { sagaIdText } from "@/server/sagas/saga-schemas";
import { SagaPage } from "./_components/saga-page";

interface Props {
  params: Promise<{ id: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations("saga");
  return { title: t("pageTitle", { id: (await params).id.slice(0, 8) }) };
}

/** One saga at an address of its own. What is seen first is in the page that the server sends. */
export default async function Page({ params }: Props) {
  const closed = await closedPage("/sagas/{id}");
  if (closed) return closed;
  const { id } = await params;
  if (!sagaIdText.safeParse(id).success) notFound();
  const queryClient = getQueryClient();
  await queryClient.prefetchQuery(trpc.sagas.one.queryOptions({ id }, { retry: false }));
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <SagaPage id={id} anchor={new Date().toISOString()} />
    </HydrationBoundary>
  );
}
