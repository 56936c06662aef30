"use client";

import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { axisOf, fitZoom } from "./scene";
import { type Gap, type TimeAxis, timeAt, xOf } from "./time-axis";
import type { TimelineModel } from "./timeline-model";

/** The part of a saga that is in sight: microseconds since its first event. */
export interface Window {
  from: number;
  to: number;
}

/** A step of the keys, and of a wheel. */
const STEP = 1.6;
const CLOSEST = 100_000;
const SETTLED_MS = 250;

/**
 * How close a timeline is looked at, and where. What one looks at stays where it is while zooming; what is in sight is
 * told when it comes to rest.
 * @param view pixels that there are for the lanes; null: not measured yet
 */
export function useZoom({
  scroller,
  model,
  idle,
  open,
  view,
  first,
  onWindow,
}: {
  scroller: RefObject<HTMLElement | null>;
  model: TimelineModel;
  idle: readonly Gap[];
  open: ReadonlySet<string>;
  view: number | null;
  /** What to begin with; null: all of it. */
  first: Window | null;
  onWindow: (window: Window | null) => void;
}) {
  const [zoom, setZoom] = useState(1);
  /** Where a moment (microseconds since 1970) is to stand after the next layout, in pixels from the left of the view. */
  const anchor = useRef<{ at: number; px: number } | null>(null);
  const begun = useRef(false);
  const axis: TimeAxis = useMemo(
    () => axisOf(model, idle, { open, view: view ?? 800, zoom }),
    [model, idle, open, view, zoom],
  );
  const latest = useRef({ axis, zoom, view, model, idle, open });
  latest.current = { axis, zoom, view, model, idle, open };

  const show = useCallback((range: { from: number; to: number }) => {
    const { model, idle, open, view } = latest.current;
    if (view === null) return;
    const next = Math.max(1, Math.min(CLOSEST, fitZoom(model, idle, { open, view }, range)));
    anchor.current = { at: range.from, px: 0 };
    setZoom(next);
  }, []);

  // The first time that there is a width.
  useLayoutEffect(() => {
    if (view === null || begun.current) return;
    begun.current = true;
    const { model } = latest.current;
    // Of one that goes on, now is what matters most.
    if (!first && model.now !== null && scroller.current)
      scroller.current.scrollLeft = scroller.current.scrollWidth;
    if (first)
      show({ from: latest.current.model.from + first.from, to: latest.current.model.from + first.to });
  }, [view, first, show, scroller]);

  useLayoutEffect(() => {
    const held = anchor.current;
    anchor.current = null;
    if (held && scroller.current) scroller.current.scrollLeft = xOf(axis, held.at) - held.px;
  }, [axis, scroller]);

  const zoomBy = useCallback(
    (factor: number, px?: number) => {
      const element = scroller.current;
      const { axis, zoom, view } = latest.current;
      if (!element || view === null) return;
      const at = px ?? view / 2;
      const next = Math.max(1, Math.min(CLOSEST, zoom * factor));
      if (next === zoom) return;
      anchor.current = { at: timeAt(axis, element.scrollLeft + at), px: at };
      setZoom(next);
    },
    [scroller],
  );

  // A pinch comes as a wheel with Ctrl; the page itself is not to grow.
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoomBy(STEP ** (-event.deltaY / 100), event.clientX - element.getBoundingClientRect().left);
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, [scroller, zoomBy]);

  const tell = useRef(onWindow);
  tell.current = onWindow;
  useEffect(() => {
    const element = scroller.current;
    if (!element || view === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let told = first === null ? "" : null;
    const settle = () => {
      const { axis, zoom, model } = latest.current;
      const left = element.scrollLeft;
      const window =
        zoom === 1
          ? null
          : {
              from: Math.round(timeAt(axis, left) - model.from),
              to: Math.round(timeAt(axis, left + view) - model.from),
            };
      const text = window === null ? "" : `${window.from}-${window.to}`;
      if (text === told) return;
      told = text;
      tell.current(window);
    };
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(settle, SETTLED_MS);
    };
    if (zoom !== 1) later();
    else if (begun.current && first !== null) later();
    element.addEventListener("scroll", later, { passive: true });
    return () => {
      clearTimeout(timer);
      element.removeEventListener("scroll", later);
    };
  }, [scroller, view, zoom, first]);

  return {
    axis,
    zoom,
    show,
    zoomIn: useCallback(() => zoomBy(STEP), [zoomBy]),
    zoomOut: useCallback(() => zoomBy(1 / STEP), [zoomBy]),
    fit: useCallback(() => setZoom(1), []),
  };
}
