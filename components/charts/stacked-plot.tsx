"use client";

import { useFormatter, useTimeZone } from "next-intl";
import {
  Area,
  CartesianGrid,
  ComposedChart,
  ReferenceArea,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { PLOT } from "./plot-area";
import type { ChartRow, ChartStack } from "./series-rows";
import { SeriesTooltip } from "./series-tooltip";
import { tickFormat, timeTicks } from "./time-axis";
import { valueTicks } from "./value-axis";

export interface StackedPlotProps {
  rows: readonly ChartRow[];
  stacks: readonly ChartStack[];
  /** What a bucket's height means: messages a second, or messages. */
  unit: "rate" | "count";
  /** Marks on the time axis, at most. */
  ticks?: number;
  /** Marks on the value axis above 0, at most. */
  yTicks?: number;
}

/**
 * Buckets as steps without gaps, stacked. Drawn as one path a stack, so that hundreds of buckets cost no more than a few.
 * Loaded lazily, in the browser alone: see lazy-plots.tsx.
 */
export default function StackedPlot({ rows, stacks, unit, ticks = 13, yTicks = 4 }: StackedPlotProps) {
  const format = useFormatter();
  const zone = useTimeZone() ?? "UTC";
  const domain: [number, number] = [rows[0]!.start, rows.at(-1)!.end];
  const axis = timeTicks(domain[0], domain[1], ticks, zone);
  const step = rows[0]!.end - rows[0]!.start;
  const data = withEdges(rows, step, unit);
  const greatest = Math.max(0, ...rows.map((row) => (unit === "rate" ? row.total / row.seconds : row.total)));
  const values = valueTicks(greatest, yTicks, unit === "count");
  const unfinished = rows.filter((row) => row.unfinished);
  const incomplete = rows.filter((row) => row.incomplete);
  return (
    <ResponsiveContainer width="100%" height="100%" minWidth={1} minHeight={1}>
      <ComposedChart
        data={data}
        accessibilityLayer={false}
        margin={{ top: PLOT.top, right: PLOT.right, bottom: 0, left: 0 }}
      >
        <defs>
          <pattern
            id="chart-hatch"
            width="6"
            height="6"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect width="2.5" height="6" fill="var(--color-surface)" fillOpacity="0.7" />
          </pattern>
        </defs>
        <CartesianGrid vertical={false} stroke="var(--color-line)" />
        <XAxis
          dataKey="x"
          type="number"
          scale="linear"
          domain={domain}
          allowDataOverflow
          ticks={axis.at}
          interval="equidistantPreserveStart"
          tickFormatter={(tick: number) => format.dateTime(tick, tickFormat(tick, axis.stepMs, zone))}
          height={PLOT.bottom}
          tick={{ fill: "var(--color-muted)", fontSize: 11 }}
          tickLine={{ stroke: "var(--color-line)" }}
          axisLine={{ stroke: "var(--color-line)" }}
          minTickGap={16}
        />
        <YAxis
          width={PLOT.left}
          ticks={values}
          interval={0}
          domain={[0, values.at(-1)!]}
          tickFormatter={(value: number) =>
            format.number(value, { notation: "compact", maximumFractionDigits: 3 })
          }
          tick={{ fill: "var(--color-muted)", fontSize: 11 }}
          tickLine={false}
          axisLine={false}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: "var(--color-line-strong)", strokeDasharray: "3 3" }}
          wrapperStyle={{ zIndex: 30, outline: "none" }}
          content={({ active, payload }) => {
            const row = (payload?.[0]?.payload as { row?: ChartRow } | undefined)?.row;
            return active && row ? <SeriesTooltip row={row} stacks={stacks} unit={unit} /> : null;
          }}
        />
        {/* The greatest at the foot, where it is a level line for the others. */}
        {stacks.map((stack) => (
          <Area
            key={stack.key}
            dataKey={stack.key}
            stackId="all"
            type="step"
            stroke="none"
            fill={stack.colour}
            fillOpacity={1}
            isAnimationActive={false}
            activeDot={false}
            dot={false}
          />
        ))}
        {unfinished.length > 0 && (
          <ReferenceArea
            x1={unfinished[0]!.start}
            x2={unfinished.at(-1)!.end}
            fill="url(#chart-hatch)"
            fillOpacity={1}
            zIndex={500}
          />
        )}
        {incomplete.length > 0 && (
          <ReferenceArea
            x1={incomplete[0]!.start}
            x2={incomplete.at(-1)!.end}
            fill="var(--color-raised)"
            fillOpacity={0.8}
            zIndex={500}
          />
        )}
      </ComposedChart>
    </ResponsiveContainer>
  );
}

/** A step changes half way between two points: one more point on both sides, out of sight, lets the outer ones be whole. */
function withEdges(rows: readonly ChartRow[], step: number, unit: "rate" | "count") {
  const point = (row: ChartRow, x: number) => {
    const scale = unit === "rate" ? 1 / row.seconds : 1;
    const values = Object.fromEntries(Object.entries(row.counts).map(([key, count]) => [key, count * scale]));
    return { ...values, x, row };
  };
  return [
    point(rows[0]!, rows[0]!.x - step),
    ...rows.map((row) => point(row, row.x)),
    point(rows.at(-1)!, rows.at(-1)!.x + step),
  ];
}
