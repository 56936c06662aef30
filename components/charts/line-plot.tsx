"use client";

import { useFormatter, useTimeZone } from "next-intl";
import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { VisibleText } from "@/components/ui/visible-text";
import { PLOT } from "./plot-area";
import { Swatch } from "./swatch";
import { MOMENT, tickFormat, timeTicks } from "./time-axis";
import { valueTicks } from "./value-axis";

export interface LinePlotProps {
  from: number;
  to: number;
  first: number;
  stepMs: number;
  /** One value a bucket; null where it is not known: the line is interrupted there. */
  lines: readonly { name: string; colour: string; values: readonly (number | null)[] }[];
  ticks?: number;
}

/** Lines over time. Loaded lazily, in the browser alone: see lazy-plots.tsx. */
export default function LinePlot({ from, to, first, stepMs, lines, ticks = 6 }: LinePlotProps) {
  const format = useFormatter();
  const zone = useTimeZone() ?? "UTC";
  const axis = timeTicks(from, to, ticks, zone);
  const values = valueTicks(
    Math.max(4, ...lines.flatMap((line) => line.values.map((value) => value ?? 0))),
    3,
    true,
  );
  const buckets = lines[0]?.values.length ?? 0;
  const data = Array.from({ length: buckets }, (_, i) => ({
    x: first + (i + 0.5) * stepMs,
    start: first + i * stepMs,
    ...Object.fromEntries(lines.map((line, n) => [`l${n}`, line.values[i] ?? null])),
  }));
  return (
    <ResponsiveContainer width="100%" height="100%" minWidth={1} minHeight={1}>
      <LineChart
        data={data}
        accessibilityLayer={false}
        margin={{ top: PLOT.top, right: PLOT.right, bottom: 0, left: 0 }}
      >
        <CartesianGrid vertical={false} stroke="var(--color-line)" />
        <XAxis
          dataKey="x"
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
          width={PLOT.left}
          ticks={values}
          interval={0}
          domain={[0, values.at(-1)!]}
          tickFormatter={(value: number) => format.number(value, { notation: "compact" })}
          tick={{ fill: "var(--color-muted)", fontSize: 11 }}
          tickLine={false}
          axisLine={false}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: "var(--color-line-strong)", strokeDasharray: "3 3" }}
          wrapperStyle={{ zIndex: 30, outline: "none" }}
          content={({ active, payload }) => {
            const row = payload?.[0]?.payload as
              | ({ start: number } & Record<string, number | null>)
              | undefined;
            if (!active || !row) return null;
            return (
              <div className="rounded-md border border-line bg-surface px-2.5 py-2 text-xs shadow-pop">
                <p className="font-medium">{format.dateTimeRange(row.start, row.start + stepMs, MOMENT)}</p>
                {lines.map((line, n) => (
                  <p key={line.name} className="flex items-center gap-1.5 tabular-nums">
                    <Swatch colour={line.colour} />
                    <VisibleText value={line.name} />
                    {row[`l${n}`] == null ? "–" : format.number(row[`l${n}`]!)}
                  </p>
                ))}
              </div>
            );
          }}
        />
        {lines.map((line, n) => (
          <Line
            key={line.name}
            dataKey={`l${n}`}
            type="linear"
            stroke={line.colour}
            strokeWidth={1.75}
            // A value with unknown neighbours has no line.
            dot={
              line.values.filter((value) => value !== null).length < 12 ? { r: 2, fill: line.colour } : false
            }
            isAnimationActive={false}
          />
        ))}
      </LineChart>
    </ResponsiveContainer>
  );
}
