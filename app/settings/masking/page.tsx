import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { closedPage } from "../../_access/page-door";
import { getQueryClient, trpc } from "../../_trpc/server";
import { MaskingSettings } from "./_components/masking-settings";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("masking"))("title") };
}

/** Which fields are personal. */
export default async function MaskingPage() {
  const closed = await closedPage("/settings/masking");
  if (closed) return closed;
  const queryClient = getQueryClient();
  await queryClient.prefetchQuery(trpc.masking.rules.queryOptions(undefined, { retry: false }));
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <MaskingSettings />
    </HydrationBoundary>
  );
}
