"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { FileText, GitCommitVertical, Hourglass, Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMe } from "@/app/_access/me";
import { usePlace } from "@/app/_access/place";
import { useReportPage } from "@/app/_frame/page-report";
import { useTRPC } from "@/app/_trpc/react";
import { SagaCard } from "@/app/sagas/_components/sagas-of";
import { CompensationList } from "@/components/complaints/compensation-list";
import { ComplaintFacts } from "@/components/complaints/complaint-facts";
import { ComplaintHeader } from "@/components/complaints/complaint-header";
import { LifecycleBar } from "@/components/complaints/lifecycle-bar";
import { NowProvider } from "@/components/complaints/now";
import { Timeline } from "@/components/complaints/timeline";
import { Card } from "@/components/event/card";
import { ReadOne } from "@/components/ui/read-one";
import { Scrolling } from "@/components/ui/scrolling";
import type { ComplaintOutput } from "@/server/complaints/complaint-schemas";
import { STATUSES } from "@/server/complaints/words";
import { useLiveComplaints } from "../../_components/use-live-complaints";
import { ComplaintActions } from "./complaint-actions";
import { ComplaintTabs } from "./complaint-tabs";

/** One complaint: where it stands, what can be done, what happened, and everything about it. Follows what others do. */
export function ComplaintPage({ id, anchor }: { id: string; anchor: string }) {
  const t = useTranslations("complaint");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const query = useQuery(trpc.complaints.one.queryOptions({ id }));
  const live = useLiveComplaints(id, () => {
    void queries.invalidateQueries(trpc.complaints.one.queryFilter({ id }));
    void queries.invalidateQueries(trpc.complaints.events.queryFilter({ id }));
  });
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
      back="/complaints"
    >
      {(data) => (
        <NowProvider anchor={anchor}>
          <Complaint complaint={data} />
        </NowProvider>
      )}
    </ReadOne>
  );
}

function Complaint({ complaint }: { complaint: ComplaintOutput }) {
  const t = useTranslations("complaint");
  const me = useMe()?.id;
  const here = usePlace()?.complaints ?? null;
  const { view, people, lag } = complaint;
  return (
    <Scrolling>
      <ComplaintHeader view={view} people={people} me={me}>
        <ComplaintActions complaint={complaint} />
      </ComplaintHeader>
      <div role="status" className="empty:hidden">
        {lag.behind > 0 && lag.lagSeconds >= 2 && (
          <p className="flex items-center gap-2 border-b border-line bg-warn-soft px-4 py-1.5 text-xs text-warn">
            <Hourglass aria-hidden className="size-3.5 shrink-0" />
            {t("behind", { count: lag.behind })}
          </p>
        )}
      </div>
      <div className="mx-auto flex max-w-[112rem] flex-col gap-4 p-4">
        <LifecycleBar view={view} statuses={STATUSES} />
        <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,5fr)_minmax(0,7fr)]">
          <div className="flex min-w-0 flex-col gap-4">
            <Card icon={FileText} title={t("about.title")}>
              <ComplaintFacts view={view} />
            </Card>
            {here && <SagaCard of={{ streamId: `Complaint-${view.id}`, vhost: here.vhost }} />}
            <Card icon={GitCommitVertical} title={t("timeline.title")}>
              <Timeline view={view} people={people} me={me} />
            </Card>
          </div>
          <div className="flex min-w-0 flex-col gap-4">
            {view.compensations.length > 0 && (
              <Card icon={Undo2} title={t("compensations.title")}>
                <CompensationList compensations={view.compensations} people={people} />
              </Card>
            )}
            <ComplaintTabs complaint={complaint} />
          </div>
        </div>
      </div>
    </Scrolling>
  );
}
