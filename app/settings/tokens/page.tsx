import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { closedPage } from "../../_access/page-door";
import { getQueryClient, trpc } from "../../_trpc/server";
import { Tokens } from "./_components/tokens";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("tokens"))("title") };
}

/** Programs that may come in. */
export default async function TokensPage() {
  const closed = await closedPage("/settings/tokens");
  if (closed) return closed;
  const queryClient = getQueryClient();
  await queryClient.prefetchQuery(trpc.access.tokens.queryOptions(undefined, { retry: false }));
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <Tokens />
    </HydrationBoundary>
  );
}
