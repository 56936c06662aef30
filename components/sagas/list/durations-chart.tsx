"use client";

import clsx from "clsx";
import dynamic from "next/dynamic";
import { useFormatter, useTranslations } from "next-intl";
import { memo, type ReactNode, useMemo, useState } from "react";
import { ChartZoom } from "@/components/charts/chart-zoom";
import { DragRange } from "@/components/charts/drag-range";
import { Swatch } from "@/components/charts/swatch";
import type { Span } from "@/components/charts/zoom";
import { Skeleton } from "@/components/ui/skeleton";
import type { SagaDurations } from "@/server/sagas/saga-list-schemas";
import { LINES, rowsOf } from "./duration-rows";
import { DurationTable } from "./duration-table";

const LazyPlot = memo(
  dynamic(() => import("./duration-plot"), { ssr: false, loading: () => <Skeleton className="h-full" /> }),
);

/** How long sagas took over time: drag to zoom (or use the buttons), or read the numbers as a table. */
export default function DurationsChart({
  title,
  durations,
  stale,
  onZoom,
  extra,
}: {
  title: ReactNode;
  durations: SagaDurations;
  stale: boolean;
  onZoom: (span: Span) => void;
  /** More controls, after the chart's own. */
  extra: ReactNode;
}) {
  const t = useTranslations("sagas.chart");
  const format = useFormatter();
  const [table, setTable] = useState(false);
  const rows = useMemo(() => rowsOf(durations), [durations]);
  const moment = { dateStyle: "medium", timeStyle: "short" } as const;
  const span = { from: Date.parse(durations.from), to: Date.parse(durations.to) };
  const summary = t("summary", {
    count: durations.ended,
    from: format.dateTime(span.from, moment),
    to: format.dateTime(span.to, moment),
  });
  return (
    <>
      <div className="flex items-center gap-x-3">
        {title}
        <ul className="flex min-w-0 flex-1 gap-x-3 overflow-hidden text-xs text-muted">
          {LINES.map(({ id, colour }) => (
            <li key={id} title={t(`${id}Long`)} className="flex items-center gap-1.5 whitespace-nowrap">
              <Swatch colour={colour} />
              {t(id)}
            </li>
          ))}
          <li className="flex items-center gap-1.5 whitespace-nowrap max-sm:hidden">
            <Swatch colour="var(--color-line)" />
            {t("endedShort")}
          </li>
        </ul>
        <div className="ms-auto flex items-center">
          <ChartZoom span={span} onZoom={onZoom} table={table} onTable={() => setTable(!table)} />
          {extra}
        </div>
      </div>
      <figure aria-label={summary} className={clsx("h-24 transition-opacity", stale && "opacity-50")}>
        {table ? (
          <DurationTable label={summary} rows={rows} onZoom={onZoom} />
        ) : (
          <div className="relative h-full">
            <DragRange
              domain={{ from: rows[0]!.start, to: rows.at(-1)!.end }}
              stepMs={durations.stepMs}
              onZoom={onZoom}
            >
              <LazyPlot rows={rows} stepMs={durations.stepMs} />
            </DragRange>
            {durations.ended === 0 && (
              <p className="pointer-events-none absolute inset-0 grid place-items-center text-sm text-muted">
                {t("nothing")}
              </p>
            )}
          </div>
        )}
      </figure>
      {durations.completeFrom !== null && (
        <p role="status" className="text-xs text-warn">
          {t("partial", { time: format.dateTime(new Date(durations.completeFrom), moment) })}
        </p>
      )}
    </>
  );
}
