"use client";

import { useFormatter, useTimeZone, useTranslations } from "next-intl";
import {
  Bar,
  CartesianGrid,
  ComposedChart,
  Line,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { PLOT } from "@/components/charts/plot-area";
import { Swatch } from "@/components/charts/swatch";
import { MOMENT, tickFormat, timeTicks } from "@/components/charts/time-axis";
import { useSpan } from "../timeline/use-span";
import { type DurationRow, durationAxis, LINES } from "./duration-rows";

/** How long sagas took, p50 and p95, and behind them how many came to rest. Loaded lazily, in the browser alone. */
export default function DurationPlot({ rows, stepMs }: { rows: readonly DurationRow[]; stepMs: number }) {
  const t = useTranslations("sagas.chart");
  const format = useFormatter();
  const span = useSpan();
  const zone = useTimeZone() ?? "UTC";
  const [from, to] = [rows[0]!.start, rows.at(-1)!.end];
  const axis = timeTicks(from, to, 8, zone);
  const { scale, ticks: values } = durationAxis(rows);
  // Nothing on an axis by powers is 0.
  const drawn = scale === "log" ? rows.map(aboveNothing) : rows;
  const most = Math.max(1, ...rows.map(({ ended }) => ended));
  return (
    <ResponsiveContainer width="100%" height="100%" minWidth={1} minHeight={1}>
      <ComposedChart
        data={drawn as DurationRow[]}
        accessibilityLayer={false}
        margin={{ top: PLOT.top, right: PLOT.right, bottom: 0, left: 0 }}
      >
        <CartesianGrid yAxisId="took" vertical={false} stroke="var(--color-line)" />
        <XAxis
          dataKey="middle"
          type="number"
          scale="linear"
          domain={[from, to]}
          allowDataOverflow
          ticks={axis.at}
          interval="equidistantPreserveStart"
          tickFormatter={(tick: number) => format.dateTime(tick, tickFormat(tick, axis.stepMs, zone))}
          height={PLOT.bottom}
          tick={{ fill: "var(--color-muted)", fontSize: 11 }}
          tickLine={{ stroke: "var(--color-line)" }}
          axisLine={{ stroke: "var(--color-line)" }}
        />
        <YAxis
          yAxisId="took"
          width={PLOT.left}
          ticks={values}
          interval={0}
          scale={scale}
          allowDataOverflow
          domain={[scale === "log" ? values[0]! : 0, values.at(-1)!]}
          tickFormatter={(value: number) => (value === 0 ? "0" : span(value))}
          tick={{ fill: "var(--color-muted)", fontSize: 11 }}
          tickLine={false}
          axisLine={false}
        />
        {/* Bars stay below the lines: at most half of the height. */}
        <YAxis yAxisId="ended" orientation="right" width={0} hide domain={[0, most * 2]} />
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: "var(--color-line-strong)", strokeDasharray: "3 3", fill: "none" }}
          wrapperStyle={{ zIndex: 30, outline: "none" }}
          content={({ active, payload }) => {
            const row = payload?.[0]?.payload as DurationRow | undefined;
            if (!active || !row) return null;
            return (
              <div className="rounded-md border border-line bg-surface px-2.5 py-2 text-xs shadow-pop">
                <p className="font-medium">{format.dateTimeRange(row.start, row.start + stepMs, MOMENT)}</p>
                <p className="tabular-nums">{t("ended", { count: row.ended })}</p>
                {LINES.map(({ id, colour }) => (
                  <p key={id} className="flex items-center gap-1.5 tabular-nums">
                    <Swatch colour={colour} />
                    {t(`${id}Long`)} {row[id] === null ? "–" : span(row[id])}
                  </p>
                ))}
              </div>
            );
          }}
        />
        <Bar
          yAxisId="ended"
          dataKey="ended"
          fill="var(--color-line)"
          isAnimationActive={false}
          maxBarSize={40}
        />
        {LINES.map(({ id, colour }) => (
          <Line
            key={id}
            yAxisId="took"
            dataKey={id}
            type="linear"
            stroke={colour}
            strokeWidth={1.75}
            connectNulls={false}
            dot={{ r: 1.75, fill: colour, stroke: colour }}
            isAnimationActive={false}
          />
        ))}
      </ComposedChart>
    </ResponsiveContainer>
  );
}

const aboveNothing = (row: DurationRow): DurationRow => ({
  ...row,
  p50: row.p50 === null ? null : Math.max(1, row.p50),
  p95: row.p95 === null ? null : Math.max(1, row.p95),
});
