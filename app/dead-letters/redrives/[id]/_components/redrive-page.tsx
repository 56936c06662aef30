"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Gauge, ListChecks } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { ActionsOf } from "@/app/_actions/actions-of";
import { useReportPage } from "@/app/_frame/page-report";
import { useTRPC } from "@/app/_trpc/react";
import { NowProvider } from "@/components/complaints/now";
import { Card } from "@/components/event/card";
import { RedriveFacts } from "@/components/redrives/redrive-facts";
import { RedriveHeader } from "@/components/redrives/redrive-header";
import { RedriveProgress } from "@/components/redrives/redrive-progress";
import { ReadOne } from "@/components/ui/read-one";
import { Scrolling } from "@/components/ui/scrolling";
import type { RedriveView } from "@/server/redrive/redrive-schemas";
import { PlannedPreview } from "./planned-preview";
import { RedriveActions } from "./redrive-actions";
import { RedriveMessages } from "./redrive-messages";

/** How often it is looked at while it runs, and while what came of it may still change. */
const RUNNING_MS = 1_000;
const AFTER_MS = 5_000;

/** One redrive: what it does now, what became of each message, and the story of those that came back. */
export function RedrivePage({ id, anchor }: { id: string; anchor: string }) {
  const t = useTranslations("redrives");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const query = useQuery(
    trpc.redrives.one.queryOptions(
      { id },
      { refetchInterval: ({ state }) => (state.data?.status === "running" ? RUNNING_MS : AFTER_MS) },
    ),
  );
  useReportPage({ busy: query.isFetching && query.data?.status !== "running" });
  // What became of single messages follows the numbers.
  const numbers = JSON.stringify([query.data?.outcomes, query.data?.aftermaths, query.data?.status]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other numbers, other messages
  useEffect(() => {
    void queries.invalidateQueries(trpc.redrives.messages.infiniteQueryFilter({ id }));
  }, [numbers, queries, trpc, id]);
  return (
    <ReadOne
      query={query}
      words={{
        notFound: t("notFound"),
        notFoundHint: t("notFoundHint"),
        failed: t("failed"),
        retry: t("retry"),
        back: t("toRedrives"),
      }}
      back="/dead-letters/redrives"
    >
      {(data) => (
        <NowProvider anchor={anchor}>
          <Redrive redrive={data} />
        </NowProvider>
      )}
    </ReadOne>
  );
}

function Redrive({ redrive }: { redrive: RedriveView }) {
  const t = useTranslations("redrives");
  return (
    <Scrolling>
      <RedriveHeader redrive={redrive}>
        <RedriveActions redrive={redrive} />
      </RedriveHeader>
      <div className="mx-auto flex max-w-[112rem] flex-col gap-4 p-4">
        <RedriveProgress redrive={redrive} />
        {redrive.status === "planned" && <PlannedPreview id={redrive.id} />}
        <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_24rem]">
          <Card icon={ListChecks} title={t("messages")}>
            <RedriveMessages redrive={redrive} />
          </Card>
          <div className="flex min-w-0 flex-col gap-4">
            <Card icon={Gauge} title={t("fact.title")}>
              <RedriveFacts redrive={redrive} />
            </Card>
            <div className="rounded-lg border border-line bg-surface empty:hidden">
              <ActionsOf type="redrive" id={redrive.id} />
            </div>
          </div>
        </div>
      </div>
    </Scrolling>
  );
}
