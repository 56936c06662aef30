import type { TimeAxis } from "./time-axis";

/** Marks of a time axis. Pure. */

const MS = 1_000;
const SECOND = 1_000 * MS;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500].map((n) => n * MS),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 7, 14, 30, 90, 365].map((n) => n * DAY),
];

export interface Tick {
  at: number;
  x: number;
  /** Distance of the marks around, in microseconds: how finely it is written. */
  step: number;
}

/**
 * Marks at round distances from `origin`, where the axis is in proportion, at least `apart` pixels from each other and from
 * every gap that is drawn at one width.
 */
export function ticksOf(
  axis: TimeAxis,
  view: { x0: number; x1: number },
  { origin, apart }: { origin: number; apart: number },
): Tick[] {
  const step = STEPS.find((it) => it * axis.scale >= apart) ?? STEPS.at(-1)!;
  const ticks: Tick[] = [];
  let free = Number.NEGATIVE_INFINITY;
  for (const { from, to, x0, x1, gap } of axis.segments) {
    if (x0 > view.x1) break;
    if (gap) {
      free = Math.max(free, x1 + apart / 4);
      continue;
    }
    if (x1 < view.x0) continue;
    const begin = Math.max(from, from + (view.x0 - x0) / axis.scale);
    const end = Math.min(to, from + (view.x1 - x0) / axis.scale);
    for (let n = Math.ceil((begin - origin) / step); origin + n * step <= end; n++) {
      const at = origin + n * step;
      const x = x0 + (at - from) * axis.scale;
      if (x < free) continue;
      ticks.push({ at, x, step });
      free = x + apart;
    }
  }
  return ticks;
}
