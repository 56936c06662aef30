import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { closedPage } from "../../_access/page-door";
import { getQueryClient, trpc } from "../../_trpc/server";
import { SagaSettingsPage } from "./_components/saga-settings-page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("sagaSettings"))("title") };
}

/** What sagas are judged by, and how they are told apart. */
export default async function Page() {
  const closed = await closedPage("/settings/sagas");
  if (closed) return closed;
  const queryClient = getQueryClient();
  await Promise.all([
    queryClient.prefetchQuery(trpc.sagas.definitions.queryOptions(undefined, { retry: false })),
    queryClient.prefetchQuery(trpc.sagas.settings.queryOptions(undefined, { retry: false })),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <SagaSettingsPage />
    </HydrationBoundary>
  );
}
