"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { useReportPage } from "@/app/_frame/page-report";
import { ALONE, useTRPC } from "@/app/_trpc/react";
import { NowProvider } from "@/components/complaints/now";
import { ReadOne } from "@/components/ui/read-one";
import type { SagaDetail } from "@/server/sagas/saga-schemas";
import { SagaView } from "./saga-view";
import { useLiveSaga } from "./use-live-saga";

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

/** Timers hold no longer than this; what is later than that is looked at again then. */
const LONGEST_MS = 3_600_000;
/** The server's clock may be a little behind ours. */
const AFTER_MS = 500;

/** Asks again when a saga becomes late or stuck: nothing is published at that moment. */
function useMoments(saga: SagaDetail["saga"] | undefined, ask: () => void): void {
  const latest = useRef(ask);
  latest.current = ask;
  const { lateAt = null, stuckAt = null } = saga ?? {};
  useEffect(() => {
    const now = Date.now() * 1_000;
    const next = Math.min(...[lateAt, stuckAt].filter((at) => at !== null && at > now).map((at) => at!));
    if (!Number.isFinite(next)) return;
    const timer = setTimeout(() => latest.current(), Math.min(LONGEST_MS, (next - now) / 1_000 + AFTER_MS));
    return () => clearTimeout(timer);
  }, [lateAt, stuckAt]);
}
