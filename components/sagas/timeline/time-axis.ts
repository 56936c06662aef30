/**
 * A time axis on which nothing takes no room: long idle gaps are drawn at one width, and say how long they were; the rest
 * is in proportion. Pure. Times are microseconds since 1970, places are pixels.
 */

export interface Gap {
  /** Stable: the moment that it begins at. */
  key: string;
  from: number;
  to: number;
}

export interface Segment {
  from: number;
  to: number;
  x0: number;
  x1: number;
  /** Set: idle, and drawn at one width. */
  gap: Gap | null;
}

export interface TimeAxis {
  segments: readonly Segment[];
  /** Pixels a microsecond, where time is in proportion. */
  scale: number;
  width: number;
}

/** A gap so many times as long as the shorter ones are on average would press everything else together. */
const LONG = 8;
/** Width of a gap, and the least that is left of it where there are many. */
const GAP_PX = 44;
const LEAST_GAP_PX = 6;
/** Part of the view that gaps may take. */
const GAPS_SHARE = 0.4;

/** The idle gaps between some moments (in order) that are to be compressed. */
export function gapsOf(moments: readonly number[]): Gap[] {
  const all: Gap[] = [];
  for (let i = 1; i < moments.length; i++) {
    const [from, to] = [moments[i - 1]!, moments[i]!];
    if (to > from) all.push({ key: String(from), from, to });
  }
  const byLength = [...all].sort((a, b) => b.to - b.from - (a.to - a.from));
  let rest = all.reduce((sum, { from, to }) => sum + to - from, 0);
  let long = 0;
  for (const { from, to } of byLength) {
    rest -= to - from;
    const shorter = byLength.length - long - 1;
    if (shorter === 0 || to - from <= LONG * (rest / shorter)) break;
    long++;
  }
  return byLength.slice(0, long).sort((a, b) => a.from - b.from);
}

/** How wide a gap is drawn in a view of some pixels. */
export const gapWidth = (gaps: number, view: number): number =>
  gaps === 0 ? GAP_PX : Math.max(LEAST_GAP_PX, Math.min(GAP_PX, (view * GAPS_SHARE) / gaps));

/** The scale at which all from `from` to `to` takes `view` pixels. */
export function scaleToFit(
  range: { from: number; to: number },
  gaps: readonly Gap[],
  gapPx: number,
  view: number,
): number {
  const inside = gaps.filter(({ from, to }) => from >= range.from && to <= range.to);
  const idle = inside.reduce((sum, { from, to }) => sum + to - from, 0);
  const active = Math.max(1, range.to - range.from - idle);
  return Math.max(view * 0.2, view - inside.length * gapPx) / active;
}

/** Lays a range out. `gaps` are in order and lie in it. `start`: where it begins. */
export function layAxis(
  range: { from: number; to: number },
  gaps: readonly Gap[],
  { scale, gapPx, start = 0 }: { scale: number; gapPx: number; start?: number },
): TimeAxis {
  const segments: Segment[] = [];
  let x = start;
  let at = range.from;
  const add = (to: number, px: number, gap: Gap | null) => {
    segments.push({ from: at, to, x0: x, x1: x + px, gap });
    x += px;
    at = to;
  };
  for (const gap of gaps) {
    if (gap.from > at || segments.length === 0) add(gap.from, (gap.from - at) * scale, null);
    add(gap.to, gapPx, gap);
  }
  if (range.to > at || segments.length === 0 || segments.at(-1)!.gap)
    add(range.to, (range.to - at) * scale, null);
  return { segments, scale, width: x };
}

/** Where a moment lies; before the beginning and after the end it goes on in proportion. */
export function xOf(axis: TimeAxis, at: number): number {
  const { segments, scale } = axis;
  const first = segments[0]!;
  const last = segments.at(-1)!;
  if (at <= first.from) return first.x0 - (first.from - at) * scale;
  if (at >= last.to) return last.x1 + (at - last.to) * scale;
  const { from, to, x0, x1 } = find(segments, (segment) => at <= segment.to);
  return to === from ? x0 : x0 + ((at - from) / (to - from)) * (x1 - x0);
}

/** Which moment lies at a place; beyond both ends, the end. */
export function timeAt(axis: TimeAxis, x: number): number {
  const { segments } = axis;
  if (x <= segments[0]!.x0) return segments[0]!.from;
  if (x >= segments.at(-1)!.x1) return segments.at(-1)!.to;
  const { from, to, x0, x1 } = find(segments, (segment) => x <= segment.x1);
  return x1 === x0 ? from : from + ((x - x0) / (x1 - x0)) * (to - from);
}

/** The first segment of which something holds, which then holds of all later ones. */
function find(segments: readonly Segment[], holds: (segment: Segment) => boolean): Segment {
  let [low, high] = [0, segments.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(segments[middle]!)) high = middle;
    else low = middle + 1;
  }
  return segments[low]!;
}
