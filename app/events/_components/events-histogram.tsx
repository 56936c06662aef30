"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ChartColumn } from "lucide-react";
import { useTranslations } from "next-intl";
import { parseAsBoolean, useQueryState } from "nuqs";
import { ALONE, useTRPC } from "@/app/_trpc/react";
import { FoldedChart } from "@/components/charts/folded-chart";
import { SeriesChart } from "@/components/charts/series-chart";
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
  return (
    <FoldedChart
      icon={ChartColumn}
      name={t("histogram")}
      height="h-20"
      open={open}
      onOpen={setOpen}
      query={query}
    >
      {(series, { title, fold }) => (
        <SeriesChart
          title={title}
          series={series}
          unit="count"
          height="h-20"
          yTicks={2}
          compact
          stale={query.isPlaceholderData}
          onZoom={({ from, to }) => onRange(new Date(from).toISOString(), new Date(to).toISOString())}
          onPick={onExchange}
          extra={fold}
        />
      )}
    </FoldedChart>
  );
}
