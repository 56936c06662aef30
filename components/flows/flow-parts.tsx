"use client";

import { type EdgeProps, Handle, type NodeProps, Position } from "@xyflow/react";
import clsx from "clsx";
import { CircleOff, CirclePlay, EyeOff, Skull } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { createContext, memo, useContext } from "react";
import { useSpan } from "@/components/sagas/timeline/use-span";
import { VisibleText } from "@/components/ui/visible-text";
import type { DrawnLine, FlowEdgeElement, FlowNodeElement } from "./flow-elements";
import { lineThrough } from "./flow-layout";

/** Lines as they were laid out, by the id of their edge. */
export const Lines = createContext<ReadonlyMap<string, DrawnLine>>(new Map());

/** A type of events with how many there were, or where sagas begin and end. */
export const PlaceNode = memo(function PlaceNode({ data }: NodeProps<FlowNodeElement>) {
  const t = useTranslations("flows");
  const format = useFormatter();
  const { kind, type, count, dead, opened } = data;
  return (
    <div
      className={clsx(
        "flex h-full items-center gap-2 border bg-surface px-2.5 text-start text-xs",
        kind === "type" && "rounded-md border-line-strong",
        (kind === "start" || kind === "end") &&
          "justify-center rounded-full border-line bg-raised text-muted",
        kind === "outside" && "rounded-md border-dashed border-line-strong text-muted",
        opened && "outline-2 outline-offset-2 outline-accent",
      )}
    >
      <Handle type="target" position={Position.Left} isConnectable={false} />
      {kind === "start" && <CirclePlay role="img" aria-label={t("start")} className="size-3.5 shrink-0" />}
      {kind === "end" && <CircleOff role="img" aria-label={t("end")} className="size-3.5 shrink-0" />}
      {kind === "outside" && (
        <>
          <EyeOff aria-hidden className="size-3.5 shrink-0" />
          {t("outside")}
        </>
      )}
      {kind === "type" ? (
        <span className="flex min-w-0 flex-1 flex-col">
          <VisibleText value={type} className="truncate font-medium" />
          <span className="flex items-center gap-2 text-2xs text-muted tabular-nums">
            {t("times", { count: count ?? 0 })}
            {dead > 0 && (
              <span className="ms-auto flex items-center gap-1 text-bad">
                <Skull role="img" aria-label={t("column.dead")} className="size-3" />
                {format.number(dead / Math.max(1, count ?? 0), {
                  style: "percent",
                  maximumFractionDigits: 1,
                })}
              </span>
            )}
          </span>
        </span>
      ) : (
        count !== null && (
          <span className="tabular-nums">{format.number(count, { notation: "compact" })}</span>
        )
      )}
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </div>
  );
});

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
  const small = share === null;
  return (
    <g>
      <title>
        {[t("times", { count }), times, inferred ? t("inferred") : ""].filter(Boolean).join(" · ")}
      </title>
      <path d={path} className="way-hit" />
      <path
        d={path}
        strokeWidth={width}
        className={clsx("way-line", inferred && "way-inferred", small && "way-end", opened && "way-opened")}
      />
      <Tip points={line.points} width={width} />
      <rect
        className="way-ground"
        x={x - (small ? 22 : 52)}
        y={y - (small ? 8 : 15)}
        width={small ? 44 : 104}
        height={small ? 16 : 30}
        rx={3}
      />
      <text className={small ? "way-text way-small" : "way-text"} x={x} y={small ? y + 3.5 : y - 3}>
        {format.number(count, { notation: count >= 100_000 ? "compact" : "standard" })}
        {!small && <tspan className="way-small"> · {percent(share)}</tspan>}
        {deadLetterRate > 0 && <tspan className="way-dead"> ✖ {percent(deadLetterRate)}</tspan>}
      </text>
      {times && (
        <text className="way-text way-small" x={x} y={y + 10}>
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
  const size = 6 + width / 2;
  return (
    <path
      className="way-tip"
      d={`M0,0L${-size * 1.3},${-size / 2}L${-size * 1.3},${size / 2}Z`}
      transform={`translate(${last.x} ${last.y}) rotate(${Math.round(turn)})`}
    />
  );
}
