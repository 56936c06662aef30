"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ChartLine } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { parseAsBoolean, useQueryState } from "nuqs";
import { ALONE, useTRPC } from "@/app/_trpc/react";
import { FoldedChart } from "@/components/charts/folded-chart";
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
  const t = useTranslations("sagas.chart");
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
  return (
    <FoldedChart icon={ChartLine} name={t("title")} height="h-24" open={open} onOpen={setOpen} query={query}>
      {(durations, { title, fold }) => (
        <DurationsChart
          title={title}
          durations={durations}
          stale={query.isPlaceholderData}
          onZoom={({ from, to }) => onRange(new Date(from).toISOString(), new Date(to).toISOString())}
          extra={fold}
        />
      )}
    </FoldedChart>
  );
}
