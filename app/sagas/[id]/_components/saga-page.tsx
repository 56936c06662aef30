"use client";

import { useQuery } from "@tanstack/react-query";
import { SearchX } from "lucide-react";
import { useTranslations } from "next-intl";
import { useReportPage } from "@/app/_frame/page-report";
import { ALONE, useTRPC } from "@/app/_trpc/react";
import { NowProvider } from "@/components/complaints/now";
import { CardSkeleton } from "@/components/event/card";
import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link-button";
import { Notice } from "@/components/ui/notice";
import { SagaView } from "./saga-view";
import { useLiveSaga } from "./use-live-saga";

/** One saga: what it waits for, what holds it up, and everything that happened, as it happens. */
export function SagaPage({ id, anchor }: { id: string; anchor: string }) {
  const t = useTranslations("saga");
  const trpc = useTRPC();
  const query = useQuery(trpc.sagas.one.queryOptions({ id }, { ...ALONE }));
  const live = useLiveSaga(id, () => void query.refetch());
  useReportPage({ live, busy: query.isFetching });
  if (query.isError && !query.data) {
    const gone = query.error.data?.code === "NOT_FOUND";
    return (
      <Notice
        icon={SearchX}
        role="alert"
        title={t(gone ? "notFound" : "failed")}
        actions={
          <>
            {!gone && <Button onClick={() => query.refetch()}>{t("retry")}</Button>}
            <LinkButton href="/sagas">{t("back")}</LinkButton>
          </>
        }
      >
        {gone ? t("notFoundHint") : query.error.message}
      </Notice>
    );
  }
  if (!query.data) return <CardSkeleton lines={8} />;
  return (
    <NowProvider anchor={anchor}>
      <SagaView detail={query.data} />
    </NowProvider>
  );
}
