"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { useEffect, useEffectEvent } from "react";
import { SeriesChart } from "@/components/charts/series-chart";
import { LagPanel } from "@/components/overview/lag-panel";
import { Panel, PanelFailed } from "@/components/overview/panel";
import { Problems, ProblemsSkeleton } from "@/components/overview/problems";
import { TopList, TopListSkeleton } from "@/components/overview/top-list";
import { Skeleton } from "@/components/ui/skeleton";
import { useReportPage } from "../_frame/page-report";
import { rangeParsers } from "../_range/range-state";
import { useAnchor } from "../_range/use-anchor";
import { ALONE, useTRPC } from "../_trpc/react";
import { overviewInputOf, rangeQuery, refreshMs } from "./overview-input";
import { problemHref } from "./problem-href";
import { useTicking } from "./use-ticking";

/** The overview: what is broken first, then the numbers over time. The range is in the address. */
export function Overview({ anchor: firstAnchor }: { anchor: string }) {
  const t = useTranslations("overview");
  const trpc = useTRPC();
  const router = useRouter();
  const [state, setState] = useQueryStates(rangeParsers, { history: "push" });
  const [anchor, refresh] = useAnchor(firstAnchor, state);
  const input = overviewInputOf(state, anchor);
  const kept = { ...ALONE, placeholderData: keepPreviousData } as const;
  const problems = useQuery(trpc.overview.problems.queryOptions(undefined, kept));
  const series = useQuery(trpc.overview.series.queryOptions(input, kept));
  const totals = useQuery(trpc.overview.totals.queryOptions(input, kept));
  const lag = useQuery(trpc.overview.lag.queryOptions(input, kept));

  const every = refreshMs(state);
  useTicking(refresh, every ?? 60_000);
  // A preset that ends later is another question. These are the same ones, asked again.
  const same = state.to === null && input.from === overviewInputOf(state, firstAnchor).from;
  const lookAgain = useEffectEvent(() => {
    void problems.refetch();
    if (same) for (const query of [series, totals, lag]) void query.refetch();
  });
  useEffect(() => {
    if (anchor !== firstAnchor) lookAgain();
  }, [anchor, firstAnchor]);
  useReportPage({ busy: series.isFetching || totals.isFetching || problems.isFetching });

  const zoom = ({ from, to }: { from: number; to: number }) =>
    setState({ from: new Date(from).toISOString(), to: new Date(to).toISOString() });
  const eventsHref = (filter: Record<string, string>) =>
    `/events?${new URLSearchParams({ ...filter, ...rangeQuery(state) })}`;
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex max-w-[96rem] flex-col gap-3 p-4">
        <h1 className="sr-only">{t("title")}</h1>
        {problems.data ? (
          <Problems answer={problems.data} failed={problems.isError} hrefOf={problemHref} />
        ) : problems.isError ? (
          <Panel label={t("problems")}>
            <PanelFailed message={problems.error.message} onRetry={() => problems.refetch()} />
          </Panel>
        ) : (
          <ProblemsSkeleton />
        )}
        <Panel label={t("traffic")}>
          {series.data ? (
            <SeriesChart
              title={
                <h2 className="text-sm font-medium">
                  {t("traffic")}
                  <span className="ms-2 font-normal text-muted tabular-nums" data-total={series.data.total}>
                    {t("count", { count: series.data.total })}
                  </span>
                </h2>
              }
              series={series.data}
              unit="rate"
              height="h-60"
              stale={series.isPlaceholderData && series.isFetching && every === null}
              onZoom={zoom}
              onPick={(exchange) => router.push(eventsHref({ exchange }))}
            />
          ) : series.isError ? (
            <PanelFailed message={series.error.message} onRetry={() => series.refetch()} />
          ) : (
            <Skeleton className="h-72" />
          )}
        </Panel>
        <div className="grid gap-3 lg:grid-cols-3">
          <Panel label={t("lag")}>
            {lag.data ? (
              <LagPanel lag={lag.data} />
            ) : lag.isError ? (
              <PanelFailed message={lag.error.message} onRetry={() => lag.refetch()} />
            ) : (
              <Skeleton className="h-56" />
            )}
          </Panel>
          {(["eventTypes", "exchanges"] as const).map((what) => (
            <Panel key={what} label={t(what)}>
              {totals.data ? (
                <TopList
                  title={t(what)}
                  items={totals.data[what]}
                  total={totals.data.messages}
                  hrefOf={(name) =>
                    eventsHref(what === "eventTypes" ? { eventType: name } : { exchange: name })
                  }
                />
              ) : totals.isError ? (
                <PanelFailed message={totals.error.message} onRetry={() => totals.refetch()} />
              ) : (
                <TopListSkeleton />
              )}
            </Panel>
          ))}
        </div>
      </div>
    </div>
  );
}
