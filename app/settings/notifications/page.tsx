import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { closedPage } from "../../_access/page-door";
import { getQueryClient, trpc } from "../../_trpc/server";
import { complaintsOff } from "../../complaints/_components/switched-off";
import { NotifiedAdministrators } from "./_components/notified-administrators";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("notificationSettings"))("title") };
}

/** Who is told of new complaints, compensation and failures. */
export default async function NotificationSettingsPage() {
  const closed = (await closedPage("/settings/notifications")) ?? (await complaintsOff());
  if (closed) return closed;
  const queryClient = getQueryClient();
  await queryClient.prefetchQuery(trpc.notifiedAdministrators.list.queryOptions(undefined, { retry: false }));
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <NotifiedAdministrators />
    </HydrationBoundary>
  );
}
