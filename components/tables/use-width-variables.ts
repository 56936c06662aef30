"use client";

import { type RefObject, useLayoutEffect } from "react";
import { type ColumnWidths, MIN_WIDTH } from "./column-state";

/** Space around and between the cells of a row: `px-4` and `gap-x-3`. */
const PADDING = 32;
const GAP = 12;

/**
 * Hands the widths of the columns to the style sheet, as variables of the table: rows need not be drawn again while a
 * column is being dragged. `--table-min` is how wide the row is at least, so that a wide choice of columns scrolls.
 */
export function useWidthVariables(
  table: RefObject<HTMLElement | null>,
  widths: ColumnWidths,
  drawn: readonly unknown[],
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: other columns, other heads
  useLayoutEffect(() => {
    const element = table.current;
    if (!element) return;
    const names = Object.keys(widths).map((id) => `--w-${id}`);
    for (const [id, width] of Object.entries(widths))
      element.style.setProperty(`--w-${id}`, `0 0 ${width}px`);
    const measure = () => {
      const heads = [...element.querySelectorAll<HTMLElement>("[data-column]")].filter(
        (head) => head.offsetParent !== null,
      );
      const least = heads.reduce(
        (sum, head) => sum + (widths[head.dataset.column!] ?? MIN_WIDTH + GAP) + GAP,
        PADDING - GAP,
      );
      element.style.setProperty("--table-min", `${least}px`);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => {
      observer.disconnect();
      for (const name of names) element.style.removeProperty(name);
    };
  }, [table, widths, drawn]);
}
