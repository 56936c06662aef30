import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { closedPage } from "../../_access/page-door";
import { getQueryClient, trpc } from "../../_trpc/server";
import { complaintsOff } from "../../complaints/_components/switched-off";
import { Customers } from "./_components/customers";
import { CUSTOMERS_INPUT } from "./_components/customers-input";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("customers"))("title") };
}

/** How customers are reached. */
export default async function CustomersPage() {
  const closed = (await closedPage("/settings/customers")) ?? (await complaintsOff());
  if (closed) return closed;
  const queryClient = getQueryClient();
  await queryClient.prefetchInfiniteQuery({
    ...trpc.customers.list.infiniteQueryOptions(CUSTOMERS_INPUT, {
      getNextPageParam: (page) => page.nextCursor,
    }),
    retry: false,
  });
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <Customers />
    </HydrationBoundary>
  );
}
