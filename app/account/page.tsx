import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { closedPage } from "../_access/page-door";
import { getQueryClient, trpc } from "../_trpc/server";
import { Account } from "./_components/account";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("title") };
}

/** One's own name, password, second factor and sessions. */
export default async function AccountPage() {
  const closed = await closedPage("/account");
  if (closed) return closed;
  const queryClient = getQueryClient();
  const me = await queryClient.fetchQuery(trpc.access.me.queryOptions());
  // A program with a token has no account.
  if (!me?.account) notFound();
  await queryClient.prefetchQuery(trpc.access.sessions.queryOptions(undefined, { retry: false }));
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <Account me={{ ...me, account: me.account }} />
    </HydrationBoundary>
  );
}
