"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useReportPage } from "@/app/_frame/page-report";
import { ALONE, useTRPC } from "@/app/_trpc/react";
import { NowProvider } from "@/components/complaints/now";
import { ReadOne } from "@/components/ui/read-one";
import { SagaView } from "./saga-view";
import { useLiveSaga } from "./use-live-saga";
import { useMoments } from "./use-moments";

/** One saga: what it waits for, what holds it up, and everything that happened, as it happens. */
export function SagaPage({ id, anchor }: { id: string; anchor: string }) {
  const t = useTranslations("saga");
  const trpc = useTRPC();
  const query = useQuery(trpc.sagas.one.queryOptions({ id }, { ...ALONE }));
  const live = useLiveSaga(id, () => void query.refetch());
  useMoments(query.data?.saga, () => void query.refetch());
  useReportPage({ live, busy: query.isFetching });
  return (
    <ReadOne
      query={query}
      words={{
        notFound: t("notFound"),
        notFoundHint: t("notFoundHint"),
        failed: t("failed"),
        retry: t("retry"),
        back: t("back"),
      }}
      back="/sagas"
    >
      {(data) => (
        <NowProvider anchor={anchor}>
          <SagaView detail={data} />
        </NowProvider>
      )}
    </ReadOne>
  );
}
