/** Moves and zooms of a range. Pure. Times are milliseconds since 1970. */

export interface Span {
  from: number;
  to: number;
}

/** No zoom goes below this. */
const LEAST_MS = 10_000;

/** What a person marked on a chart, widened to whole buckets; null when that is less than a bucket wide. */
export function snap(marked: Span, stepMs: number): Span {
  const from = Math.floor(Math.min(marked.from, marked.to) / stepMs) * stepMs;
  const to = Math.ceil(Math.max(marked.from, marked.to) / stepMs) * stepMs;
  return { from, to: Math.max(to, from + stepMs) };
}

/** The middle half of a range; null when it cannot become shorter. */
export function zoomIn({ from, to }: Span): Span | null {
  const length = to - from;
  if (length / 2 < LEAST_MS) return null;
  return round({ from: from + length / 4, to: to - length / 4 });
}

/** Twice the range around its middle, not beyond `now`. */
export function zoomOut({ from, to }: Span, now: number): Span {
  const length = to - from;
  const end = Math.max(Math.min(to + length / 2, now), to);
  return round({ from: end - 2 * length, to: end });
}

/** Half of its length earlier or later. */
export function shift({ from, to }: Span, direction: -1 | 1): Span {
  const by = ((to - from) / 2) * direction;
  return round({ from: from + by, to: to + by });
}

/** Whole seconds: milliseconds in an address tell nobody anything. */
function round({ from, to }: Span): Span {
  return { from: Math.floor(from / 1_000) * 1_000, to: Math.ceil(to / 1_000) * 1_000 };
}
