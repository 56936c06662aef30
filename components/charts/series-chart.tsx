"use client";

import clsx from "clsx";
import { useFormatter, useTranslations } from "next-intl";
import { type ReactNode, useMemo, useState } from "react";
import type { SeriesOutput } from "@/server/overview/overview-schemas";
import { ChartZoom } from "./chart-zoom";
import { DragRange } from "./drag-range";
import { LazyStackedPlot } from "./lazy-plots";
import { Legend } from "./legend";
import { rowsOf, stacksOf } from "./series-rows";
import { SeriesTable } from "./series-table";
import type { Span } from "./zoom";

/**
 * Messages over time, stacked by exchange: drag to zoom (or use the buttons), click an exchange to filter by it, or read
 * the numbers as a table.
 */
export function SeriesChart({
  title,
  series,
  unit,
  height,
  compact = false,
  stale = false,
  ticks,
  yTicks,
  onZoom,
  onPick,
  extra,
}: {
  title: ReactNode;
  series: SeriesOutput;
  unit: "rate" | "count";
  /** Class that says how high the plot is. */
  height: string;
  /** The legend stands beside the title, in one line. */
  compact?: boolean;
  /** Another range is being asked for. */
  stale?: boolean;
  ticks?: number;
  yTicks?: number;
  onZoom: (span: Span) => void;
  onPick?: ((exchange: string) => void) | undefined;
  /** More controls, after the chart's own. */
  extra?: ReactNode;
}) {
  const t = useTranslations("charts");
  const format = useFormatter();
  const [table, setTable] = useState(false);
  const rows = useMemo(() => rowsOf(series), [series]);
  const stacks = useMemo(() => stacksOf(series), [series]);
  const span = { from: Date.parse(series.from), to: Date.parse(series.to) };
  const moment = { dateStyle: "medium", timeStyle: "short" } as const;
  const summary = t("summary", {
    count: series.total,
    from: format.dateTime(span.from, moment),
    to: format.dateTime(span.to, moment),
    exchanges: series.stacks.length + (series.others?.names ?? 0),
  });
  return (
    <>
      <div className={clsx("flex items-center gap-x-3", !compact && "flex-wrap")}>
        {title}
        {compact && <Legend stacks={stacks} onPick={onPick} inLine />}
        <div className="ms-auto flex items-center">
          <ChartZoom span={span} onZoom={onZoom} table={table} onTable={() => setTable(!table)} />
          {extra}
        </div>
      </div>
      <figure aria-label={summary} className={clsx(height, "transition-opacity", stale && "opacity-50")}>
        {table ? (
          <SeriesTable label={summary} rows={rows} stacks={stacks} onZoom={onZoom} />
        ) : (
          <div className="relative h-full">
            <DragRange
              domain={{ from: rows[0]!.start, to: rows.at(-1)!.end }}
              stepMs={series.stepMs}
              onZoom={onZoom}
            >
              <LazyStackedPlot
                rows={rows}
                stacks={stacks}
                unit={unit}
                {...(ticks ? { ticks } : {})}
                {...(yTicks ? { yTicks } : {})}
              />
            </DragRange>
            {series.total === 0 && (
              <p className="pointer-events-none absolute inset-0 grid place-items-center text-sm text-muted">
                {t("nothing")}
              </p>
            )}
          </div>
        )}
      </figure>
      {series.completeFrom !== null && (
        <p role="status" className="text-xs text-warn">
          {t("partial", {
            time: format.dateTime(new Date(series.completeFrom), {
              dateStyle: "medium",
              timeStyle: "medium",
            }),
          })}
        </p>
      )}
      {!compact && <Legend stacks={stacks} onPick={onPick} />}
    </>
  );
}
