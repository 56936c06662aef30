"use client";

import { useQuery } from "@tanstack/react-query";
import { SearchX } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { useReportPage } from "@/app/_frame/page-report";
import { ALONE, useTRPC } from "@/app/_trpc/react";
import { NowProvider } from "@/components/complaints/now";
import { CardSkeleton } from "@/components/event/card";
import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link-button";
import { Notice } from "@/components/ui/notice";
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
