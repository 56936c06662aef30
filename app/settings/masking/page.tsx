import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { ShieldX } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Notice } from "@/components/ui/notice";
import { getQueryClient, trpc } from "../../_trpc/server";
import { MaskingSettings } from "./_components/masking-settings";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("masking"))("title") };
}

/** Which fields are personal. */
export default async function MaskingPage() {
  const queryClient = getQueryClient();
  const me = await queryClient.fetchQuery(trpc.access.me.queryOptions());
  if (!me?.permissions.includes("masking.manage")) {
    const t = await getTranslations("masking");
    return (
      <Notice icon={ShieldX} title={t("notAllowed")}>
        {t("notAllowedHint")}
      </Notice>
    );
  }
  await queryClient.prefetchQuery(trpc.masking.rules.queryOptions(undefined, { retry: false }));
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <MaskingSettings />
    </HydrationBoundary>
  );
}
