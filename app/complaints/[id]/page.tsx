import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { closedPage } from "@/app/_access/page-door";
import { getQueryClient, trpc } from "@/app/_trpc/server";
import { complaintId } from "@/server/complaints/complaint-schemas";
import { complaintsOff } from "../_components/switched-off";
import { ComplaintPage } from "./_components/complaint-page";

interface Props {
  params: Promise<{ id: string }>;
}

const idOf = async (params: Props["params"]): Promise<string> => decodeURIComponent((await params).id);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations("complaint");
  return { title: t("pageTitle", { id: (await idOf(params)).slice(0, 8) }) };
}

/** One complaint at an address of its own. What is seen first is in the page that the server sends. */
export default async function Page({ params }: Props) {
  const closed = (await closedPage("/complaints/{id}")) ?? (await complaintsOff());
  if (closed) return closed;
  const id = await idOf(params);
  if (!complaintId.safeParse({ id }).success) notFound();
  const queryClient = getQueryClient();
  await queryClient.prefetchQuery(trpc.complaints.one.queryOptions({ id }, { retry: false }));
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <ComplaintPage id={id} anchor={new Date().toISOString()} />
    </HydrationBoundary>
  );
}
