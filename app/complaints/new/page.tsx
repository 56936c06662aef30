import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { closedPage } from "../../_access/page-door";
import { getQueryClient, trpc } from "../../_trpc/server";
import { complaintsOff } from "../_components/switched-off";
import { NewComplaint } from "./_components/new-complaint";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("complaint.new"))("title") };
}

/** Files a complaint. */
export default async function NewComplaintPage() {
  const closed = (await closedPage("/complaints/new")) ?? (await complaintsOff());
  if (closed) return closed;
  const queryClient = getQueryClient();
  await queryClient.prefetchQuery(trpc.complaints.categories.queryOptions(undefined, { retry: false }));
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <NewComplaint />
    </HydrationBoundary>
  );
}
