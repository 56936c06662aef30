"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ChartLine, ChevronDown, ChevronUp } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { parseAsBoolean, useQueryState } from "nuqs";
import { ALONE, useTRPC } from "@/app/_trpc/react";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { useMedia } from "@/components/ui/use-media";
import type { filterOf } from "./sagas-state";

/** The chart comes after the rows: with what it draws it is larger than the rest of the page. */
const DurationsChart = dynamic(() => import("@/components/sagas/list/durations-chart"), {
  ssr: false,
  loading: () => <Skeleton className="h-[7.75rem]" />,
});

const LIVE_MS = 10_000;

/** How long the sagas of the list took, over time. Folded or not is in the address. */
export function DurationsPanel({
  filter,
  live,
  wait,
  onRange,
}: {
  filter: ReturnType<typeof filterOf>;
  live: boolean;
  /** The list is being asked for: it goes first, for both want the same database. */
  wait: boolean;
  onRange: (from: string, to: string) => void;
}) {
  const t = useTranslations("charts");
  const sagas = useTranslations("sagas.chart");
  const trpc = useTRPC();
  const [chosen, setOpen] = useQueryState("chart", parseAsBoolean);
  // Where there is little room, the rows come first.
  const narrow = useMedia("(max-width: 767px)");
  const open = chosen ?? !narrow;
  const query = useQuery(
    trpc.sagas.durations.queryOptions(filter, {
      ...ALONE,
      enabled: open && !wait,
      placeholderData: keepPreviousData,
      refetchInterval: live ? LIVE_MS : false,
    }),
  );
  const fold = (
    <Button
      look="quiet"
      className="min-h-7 min-w-7 px-0"
      aria-label={t(open ? "hide" : "show")}
      title={t(open ? "hide" : "show")}
      aria-expanded={open}
      onClick={() => setOpen(!open)}
    >
      {open ? <ChevronUp aria-hidden className="size-4" /> : <ChevronDown aria-hidden className="size-4" />}
    </Button>
  );
  const title = (
    <h2 className="flex shrink-0 items-center gap-1.5 text-xs font-medium text-muted">
      <ChartLine aria-hidden className="size-3.5" />
      <span className="max-md:sr-only">{sagas("title")}</span>
    </h2>
  );
  return (
    <section aria-label={sagas("title")} className="shrink-0 border-b border-line bg-surface px-4 py-1">
      {open && query.data ? (
        <DurationsChart
          title={title}
          durations={query.data}
          stale={query.isPlaceholderData}
          onZoom={({ from, to }) => onRange(new Date(from).toISOString(), new Date(to).toISOString())}
          extra={fold}
        />
      ) : (
        <>
          <div className="flex items-center justify-between">
            {title}
            {fold}
          </div>
          {open && query.isError && (
            <div role="alert" className="flex h-24 items-center justify-center gap-2 text-xs">
              {t("failed", { reason: query.error.message })}
              <Button onClick={() => query.refetch()}>{t("retry")}</Button>
            </div>
          )}
          {open && !query.isError && <Skeleton className="h-24" />}
        </>
      )}
    </section>
  );
}
