"use client";

import { type EdgeProps, Handle, type NodeProps, Position } from "@xyflow/react";
import clsx from "clsx";
import { CirclePlay, CircleStop, EyeOff, Skull } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { createContext, memo, useContext } from "react";
import { useSpan } from "@/components/sagas/timeline/use-span";
import { VisibleText } from "@/components/ui/visible-text";
import { type DrawnLine, type FlowEdgeElement, type FlowNodeElement, LABEL } from "./flow-elements";
import { lineThrough } from "./flow-layout";

/** Lines as they were laid out, by the id of their edge. */
export const Lines = createContext<ReadonlyMap<string, DrawnLine>>(new Map());

/** A type of events with how many there were, and how many sagas begin and end with it. */
export const PlaceNode = memo(function PlaceNode({ data }: NodeProps<FlowNodeElement>) {
  const t = useTranslations("flows");
  const format = useFormatter();
  const { kind, type, count, dead, starts, ends, opened } = data;
  return (
    <div
      className={clsx(
        "relative flex h-full items-center gap-2 rounded-md border bg-surface px-3 text-start text-xs",
        kind === "type" ? "border-line-strong" : "border-dashed border-line-strong text-muted",
        starts > 0 && "border-accent",
        opened === "type" && "outline-2 outline-offset-2 outline-accent",
      )}
    >
      <Handle type="target" position={Position.Top} isConnectable={false} />
      {kind === "outside" ? (
        <>
          <EyeOff aria-hidden className="size-3.5 shrink-0" />
          {t("outside")}
        </>
      ) : (
        <span className="flex min-w-0 flex-1 flex-col">
          <VisibleText value={type} className="truncate text-[0.8125rem] leading-5 font-medium" />
          <span className="flex items-center gap-2 text-xs whitespace-nowrap text-muted tabular-nums">
            {t("times", { count })}
            {dead > 0 && (
              <span className="ms-auto flex items-center gap-1 text-bad">
                <Skull role="img" aria-label={t("column.dead")} className="size-3" />
                {format.number(dead / Math.max(1, count), { style: "percent", maximumFractionDigits: 1 })}
              </span>
            )}
          </span>
        </span>
      )}
      {starts > 0 && <Ends of="start" count={starts} opened={opened === "start"} />}
      {ends > 0 && <Ends of="end" count={ends} opened={opened === "end"} />}
      <Handle type="source" position={Position.Bottom} isConnectable={false} />
    </div>
  );
});

/** How many sagas begin or end with a type, on the edge of its box: `data-of` tells a click from one on the box. */
function Ends({ of, count, opened }: { of: "start" | "end"; count: number; opened: boolean }) {
  const t = useTranslations("flows");
  const format = useFormatter();
  const Icon = of === "start" ? CirclePlay : CircleStop;
  return (
    <span
      data-of={of}
      title={t(of)}
      className={clsx(
        "absolute flex h-[22px] items-center gap-1 rounded-full border bg-surface px-1.5 text-xs tabular-nums",
        of === "start"
          ? "-top-[16px] left-2 border-accent text-accent hover:bg-accent-soft"
          : "right-2 -bottom-[16px] border-line-strong text-muted hover:bg-raised hover:text-ink",
        opened && "outline-2 outline-offset-1 outline-accent",
      )}
    >
      <Icon role="img" aria-label={t(of)} className="size-3.5" />
      {format.number(count, { notation: count >= 100_000 ? "compact" : "standard" })}
    </span>
  );
}

/** A way from one event to the next: as thick as it is frequent, dotted where nothing but the order speaks for it. */
export const WayEdge = memo(function WayEdge({ id, data }: EdgeProps<FlowEdgeElement>) {
  const line = useContext(Lines).get(id);
  const format = useFormatter();
  const span = useSpan();
  const t = useTranslations("flows");
  if (!line || !data) return null;
  const { count, share, p50Ms, p95Ms, deadLetterRate, inferred, width, opened } = data;
  const path = lineThrough(line.points);
  const { x, y } = line.label;
  const percent = (value: number) =>
    format.number(value, { style: "percent", maximumFractionDigits: value < 0.1 ? 1 : 0 });
  const times = p50Ms !== null && p95Ms !== null ? `${span(p50Ms)} · p95 ${span(p95Ms)}` : "";
  return (
    <g>
      <title>
        {[t("times", { count }), times, inferred ? t("inferred") : ""].filter(Boolean).join(" · ")}
      </title>
      <path d={path} className="way-hit" />
      <path
        d={path}
        strokeWidth={width}
        className={clsx("way-line", inferred && "way-inferred", opened && "way-opened")}
      />
      <Tip points={line.points} width={width} />
      <rect
        className="way-ground"
        x={x - LABEL.width / 2}
        y={y - LABEL.height / 2}
        width={LABEL.width}
        height={LABEL.height}
        rx={3}
      />
      <text className="way-text" x={x} y={times ? y - 3 : y + 4}>
        {format.number(count, { notation: count >= 100_000 ? "compact" : "standard" })}
        <tspan className="way-small"> · {percent(share)}</tspan>
        {deadLetterRate > 0 && <tspan className="way-dead"> ✖ {percent(deadLetterRate)}</tspan>}
      </text>
      {times && (
        <text className="way-text way-small" x={x} y={y + 12}>
          {times}
        </text>
      )}
    </g>
  );
});

/** The head of an arrow, as it comes in. */
function Tip({ points, width }: { points: DrawnLine["points"]; width: number }) {
  const [last, before] = [points.at(-1), points.at(-2)];
  if (!last || !before) return null;
  const turn = (Math.atan2(last.y - before.y, last.x - before.x) * 180) / Math.PI;
  const size = 7 + width;
  return (
    <path
      className="way-tip"
      d={`M0,0L${-size * 1.3},${-size / 2}L${-size * 1.3},${size / 2}Z`}
      transform={`translate(${last.x} ${last.y}) rotate(${Math.round(turn)})`}
    />
  );
}
