"use client";

import { type RefObject, useCallback, useLayoutEffect, useState } from "react";

export interface PlotView {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** What is drawn follows the scroller in steps of so many pixels: in between, the browser moves it alone. */
const STEP_PX = 240;

/** The part of a scroller that is in sight, in steps; null until it is measured. */
export function usePlotView(scroller: RefObject<HTMLElement | null>): PlotView | null {
  const [view, setView] = useState<PlotView | null>(null);
  const measure = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    const step = (px: number) => Math.floor(Math.max(0, px) / STEP_PX) * STEP_PX;
    const next = {
      left: step(element.scrollLeft),
      top: step(element.scrollTop),
      width: element.clientWidth,
      height: element.clientHeight,
    };
    setView((now) =>
      now &&
      now.left === next.left &&
      now.top === next.top &&
      now.width === next.width &&
      now.height === next.height
        ? now
        : next,
    );
  }, [scroller]);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    measure();
    element.addEventListener("scroll", measure, { passive: true });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => {
      element.removeEventListener("scroll", measure);
      observer.disconnect();
    };
  }, [scroller, measure]);
  return view;
}

/** What to draw around what is in sight, so that a step of the scroller shows nothing that is not there. */
export function drawnAround(view: PlotView): { x0: number; x1: number; y0: number; y1: number } {
  return {
    x0: view.left - STEP_PX,
    x1: view.left + view.width + 2 * STEP_PX,
    y0: view.top - STEP_PX,
    y1: view.top + view.height + 2 * STEP_PX,
  };
}
