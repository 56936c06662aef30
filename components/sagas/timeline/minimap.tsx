"use client";

import clsx from "clsx";
import { useFormatter, useTranslations } from "next-intl";
import {
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { COLUMN_PX, type MinimapColumn, minimapOf } from "./minimap-columns";
import { axisOf } from "./scene";
import { type Gap, type TimeAxis, timeAt, xOf } from "./time-axis";
import type { TimelineModel } from "./timeline-model";

const HEIGHT = 34;
/** A brush that is narrower cannot be taken hold of. */
const LEAST_PX = 10;

interface Range {
  from: number;
  to: number;
}

/**
 * The whole saga on a strip, with the part that is in sight marked: drawn over, moved, and pulled at its edges, by pointer
 * and by arrow keys.
 */
export function Minimap({
  model,
  idle,
  open,
  width,
  axis: seen,
  scroller,
  view,
  onWindow,
}: {
  model: TimelineModel;
  idle: readonly Gap[];
  open: ReadonlySet<string>;
  width: number;
  /** The axis of the lanes, of which `view` pixels are in sight in the scroller. */
  axis: TimeAxis;
  scroller: RefObject<HTMLElement | null>;
  view: number;
  /** Takes microseconds since 1970. */
  onWindow: (range: Range) => void;
}) {
  const t = useTranslations("saga.timeline");
  const format = useFormatter();
  const axis = useMemo(
    () => axisOf(model, idle, { open, view: width, zoom: 1, least: 40 }),
    [model, idle, open, width],
  );
  const columns = useMemo(() => minimapOf(model, axis), [model, axis]);
  const window = useSight(seen, scroller, view);
  const strip = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<{ hold: "new" | "all" | "from" | "to"; x: number; range: Range } | null>(
    null,
  );

  const [x0, x1] = [xOf(axis, window.from), Math.max(xOf(axis, window.to), xOf(axis, window.from) + 2)];
  const placeOf = (event: PointerEvent) => event.clientX - strip.current!.getBoundingClientRect().left;
  const give = (a: number, b: number) => {
    const [left, right] = [Math.min(a, b), Math.max(a, b)];
    if (right - left < LEAST_PX) return;
    onWindow({ from: timeAt(axis, left), to: timeAt(axis, right) });
  };
  const take = (event: PointerEvent, hold: NonNullable<typeof drag>["hold"]) => {
    if (event.button !== 0) return;
    event.preventDefault();
    event.stopPropagation();
    strip.current!.setPointerCapture(event.pointerId);
    setDrag({ hold, x: placeOf(event), range: window });
  };
  const pull = (event: PointerEvent) => {
    if (!drag) return;
    const x = placeOf(event);
    const [from, to] = [xOf(axis, drag.range.from), xOf(axis, drag.range.to)];
    if (drag.hold === "new") give(drag.x, x);
    else if (drag.hold === "from") give(x, to);
    else if (drag.hold === "to") give(from, x);
    else {
      const by = Math.max(-from, Math.min(axis.width - to, x - drag.x));
      give(from + by, to + by);
    }
  };
  const onKey = (event: KeyboardEvent, edge: "from" | "to") => {
    const by = { ArrowLeft: -12, ArrowRight: 12 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (edge === "from") give(Math.max(0, Math.min(x1 - LEAST_PX, x0 + by)), x1);
    else give(x0, Math.min(axis.width, Math.max(x0 + LEAST_PX, x1 + by)));
  };
  const moment = (at: number) =>
    format.dateTime(new Date(at / 1_000), { dateStyle: "medium", timeStyle: "medium" });
  return (
    <div
      ref={strip}
      role="group"
      aria-label={t("minimap")}
      className="relative shrink-0 cursor-crosshair touch-none overflow-hidden border-b border-line bg-ground select-none"
      style={{ height: HEIGHT }}
      onPointerDown={(event) => take(event, "new")}
      onPointerMove={pull}
      onPointerUp={() => setDrag(null)}
      onPointerCancel={() => setDrag(null)}
    >
      <svg aria-hidden="true" width={width} height={HEIGHT} className="absolute inset-0">
        {axis.segments.map(({ gap, x0, x1 }) =>
          gap ? <rect key={gap.key} x={x0} width={x1 - x0} height={HEIGHT} className="fill-raised" /> : null,
        )}
        {(["plain", "undoes", "dead"] as const).map((tone) => (
          <path key={tone} d={barsOf(columns, tone)} className={BARS[tone]} />
        ))}
      </svg>
      <div
        onPointerDown={(event) => take(event, "all")}
        className="absolute inset-y-0 cursor-grab border-y border-accent bg-accent/10 active:cursor-grabbing"
        style={{ left: x0, width: Math.max(4, x1 - x0) }}
      />
      {(["from", "to"] as const).map((edge) => (
        <div
          key={edge}
          role="slider"
          tabIndex={0}
          aria-label={t(edge === "from" ? "windowFrom" : "windowTo")}
          aria-valuemin={0}
          aria-valuemax={Math.round(axis.width)}
          aria-valuenow={Math.round(edge === "from" ? x0 : x1)}
          aria-valuetext={moment(edge === "from" ? window.from : window.to)}
          onPointerDown={(event) => take(event, edge)}
          onKeyDown={(event) => onKey(event, edge)}
          style={{ left: (edge === "from" ? x0 : Math.max(x1, x0 + 4)) - 5 }}
          className={clsx(
            "absolute inset-y-0 w-2.5 cursor-ew-resize -outline-offset-2",
            "before:absolute before:inset-y-0 before:left-1 before:w-[2px] before:bg-accent",
          )}
        />
      ))}
    </div>
  );
}

/** What is in sight, in microseconds since 1970, as it is scrolled. */
function useSight(axis: TimeAxis, scroller: RefObject<HTMLElement | null>, view: number): Range {
  const [left, setLeft] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another axis moves what is in sight
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const follow = () => setLeft(element.scrollLeft);
    follow();
    element.addEventListener("scroll", follow, { passive: true });
    return () => element.removeEventListener("scroll", follow);
  }, [scroller, axis]);
  return { from: timeAt(axis, left), to: timeAt(axis, left + view) };
}

const BARS = { plain: "fill-muted/60", undoes: "fill-undo", dead: "fill-bad" };

function barsOf(columns: readonly MinimapColumn[], tone: MinimapColumn["tone"]): string {
  return columns
    .filter((column) => column.tone === tone)
    .map(({ x, height }) => {
      const px = Math.round(height * (HEIGHT - 10));
      return `M${x - 1} ${(HEIGHT - px) / 2}h${COLUMN_PX - 1}v${px}h-${COLUMN_PX - 1}z`;
    })
    .join("");
}
