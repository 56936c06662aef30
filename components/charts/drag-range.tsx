"use client";

import { type PointerEvent, type ReactNode, useRef, useState } from "react";
import { momentAt, PLOT, placeOf } from "./plot-area";
import { type Span, snap } from "./zoom";

/** Movements of less than this are clicks. */
const LEAST_PX = 5;

/** Lets a person mark a piece of the time axis by dragging over the chart. By keyboard: the buttons of ChartZoom. */
export function DragRange({
  domain,
  stepMs,
  onZoom,
  children,
}: {
  /** What the axis shows. */
  domain: Span;
  stepMs: number;
  onZoom: (span: Span) => void;
  children: ReactNode;
}) {
  const box = useRef<HTMLDivElement>(null);
  const start = useRef<number | null>(null);
  const [marked, setMarked] = useState<{ from: number; to: number; width: number } | null>(null);

  const xOf = (event: PointerEvent) => event.clientX - (box.current?.getBoundingClientRect().left ?? 0);
  const widthOf = () => box.current?.clientWidth ?? 1;
  const spanOf = (event: PointerEvent) => {
    const moment = (x: number) => momentAt(x, widthOf(), domain.from, domain.to);
    return snap({ from: moment(start.current!), to: moment(xOf(event)) }, stepMs);
  };
  const stop = () => {
    start.current = null;
    setMarked(null);
  };

  return (
    <div
      ref={box}
      role="presentation"
      className="relative h-full cursor-crosshair touch-pan-y select-none"
      onPointerDown={(event) => {
        if (event.button === 0 && event.isPrimary) start.current = xOf(event);
      }}
      onPointerMove={(event) => {
        if (start.current === null) return;
        if (marked === null && Math.abs(xOf(event) - start.current) < LEAST_PX) return;
        // From here on the pointer is ours, also outside of the chart.
        box.current?.setPointerCapture(event.pointerId);
        setMarked({ ...spanOf(event), width: widthOf() });
      }}
      onPointerUp={(event) => {
        if (marked !== null && start.current !== null) onZoom(spanOf(event));
        stop();
      }}
      onPointerCancel={stop}
    >
      {children}
      {marked && (
        <div
          aria-hidden
          data-marked
          className="pointer-events-none absolute border-x border-accent bg-accent/20"
          style={{
            top: PLOT.top,
            bottom: PLOT.bottom,
            ...clip(
              placeOf(marked.from, marked.width, domain.from, domain.to),
              placeOf(marked.to, marked.width, domain.from, domain.to),
              marked.width,
            ),
          }}
        />
      )}
    </div>
  );
}

function clip(left: number, right: number, width: number): { left: number; width: number } {
  const start = Math.max(PLOT.left, left);
  return { left: start, width: Math.max(1, Math.min(right, width - PLOT.right) - start) };
}
