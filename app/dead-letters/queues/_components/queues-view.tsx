"use client";

import { useQuery } from "@tanstack/react-query";
import { DatabaseZap, Inbox } from "lucide-react";
import { useTranslations } from "next-intl";
import { useReportPage } from "@/app/_frame/page-report";
import { useTRPC } from "@/app/_trpc/react";
import { QueueList } from "@/components/dead-letters/queue-list";
import { RoomHead } from "@/components/dead-letters/room-head";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { ListSkeleton } from "../../_components/list-skeleton";
import { CustodyButtons } from "./custody-buttons";

/** How often the queues are looked at again while somebody looks. */
const EVERY_MS = 5_000;

/** The dead-letter queues: who has their messages, and the way to have them held or left alone. */
export function QueuesView() {
  const t = useTranslations("deadLetters");
  const trpc = useTRPC();
  const query = useQuery(trpc.deadLetters.queues.queryOptions(undefined, { refetchInterval: EVERY_MS }));
  useReportPage({ busy: query.isFetching });
  const queues = query.data?.items ?? [];
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <RoomHead place="queues" about={t("place.queues.about")} />
      <section
        aria-label={t("place.queues.title")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        tabIndex={0}
        className="min-h-0 flex-1 overflow-y-auto -outline-offset-2"
      >
        {query.isError && !query.data ? (
          <Notice
            icon={DatabaseZap}
            role="alert"
            title={t("failed")}
            actions={<Button onClick={() => query.refetch()}>{t("retry")}</Button>}
          >
            {query.error.message}
          </Notice>
        ) : query.isPending ? (
          <ListSkeleton />
        ) : queues.length > 0 ? (
          <QueueList queues={queues} actionOf={(queue) => <CustodyButtons queue={queue} />} />
        ) : (
          <Notice icon={Inbox} title={t("noQueue")}>
            {t("noQueueHint")}
          </Notice>
        )}
      </section>
    </div>
  );
}
