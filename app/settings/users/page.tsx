import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { closedPage } from "../../_access/page-door";
import { getQueryClient, trpc } from "../../_trpc/server";
import { Users } from "./_components/users";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("users"))("title") };
}

/** Who may come in, and as what. */
export default async function UsersPage() {
  const closed = await closedPage("/settings/users");
  if (closed) return closed;
  const queryClient = getQueryClient();
  await queryClient.prefetchQuery(trpc.access.users.queryOptions(undefined, { retry: false }));
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <Users />
    </HydrationBoundary>
  );
}
