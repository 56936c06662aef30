/** The place of the plot inside a chart, in pixels: fixed, so that a pointer can be read as a moment. */
export const PLOT = { left: 48, right: 10, top: 8, bottom: 22 } as const;

/** The moment under a pointer. `x`: pixels from the chart's left edge. */
export function momentAt(x: number, width: number, from: number, to: number): number {
  const inner = Math.max(1, width - PLOT.left - PLOT.right);
  const share = Math.min(1, Math.max(0, (x - PLOT.left) / inner));
  return from + share * (to - from);
}

/** Where a moment is, in pixels from the chart's left edge. */
export function placeOf(moment: number, width: number, from: number, to: number): number {
  const inner = Math.max(1, width - PLOT.left - PLOT.right);
  return PLOT.left + (inner * (moment - from)) / (to - from);
}
