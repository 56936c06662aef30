"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ChartColumn, ChevronDown, ChevronUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { parseAsBoolean, useQueryState } from "nuqs";
import { ALONE, useTRPC } from "@/app/_trpc/react";
import { SeriesChart } from "@/components/charts/series-chart";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import type { MessageFilterInput } from "@/server/audit/audit-schemas";

const LIVE_MS = 10_000;

/** What the search matches over time, above the list. Folded or not is in the address. */
export function EventsHistogram({
  filter,
  live,
  wait,
  onRange,
  onExchange,
}: {
  /** The search, as the list asks it. */
  filter: MessageFilterInput;
  /** New messages are being followed. */
  live: boolean;
  /** The list is being asked for: it goes first, for both want the same database. */
  wait: boolean;
  onRange: (from: string, to: string) => void;
  onExchange: (exchange: string) => void;
}) {
  const t = useTranslations("charts");
  const trpc = useTRPC();
  const [open, setOpen] = useQueryState("chart", parseAsBoolean.withDefault(true));
  const query = useQuery(
    trpc.overview.series.queryOptions(filter, {
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
      <ChartColumn aria-hidden className="size-3.5" />
      <span className="max-md:sr-only">{t("histogram")}</span>
    </h2>
  );
  return (
    <section aria-label={t("histogram")} className="shrink-0 border-b border-line bg-surface px-4 py-1">
      {open && query.data ? (
        <SeriesChart
          title={title}
          series={query.data}
          unit="count"
          height="h-20"
          yTicks={2}
          compact
          stale={query.isPlaceholderData}
          onZoom={({ from, to }) => onRange(new Date(from).toISOString(), new Date(to).toISOString())}
          onPick={onExchange}
          extra={fold}
        />
      ) : (
        <>
          <div className="flex items-center justify-between">
            {title}
            {fold}
          </div>
          {open && query.isError && (
            <div role="alert" className="flex h-20 items-center justify-center gap-2 text-xs">
              {t("failed", { reason: query.error.message })}
              <Button onClick={() => query.refetch()}>{t("retry")}</Button>
            </div>
          )}
          {open && !query.isError && <Skeleton className="h-20" />}
        </>
      )}
    </section>
  );
}
