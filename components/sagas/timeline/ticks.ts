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

/** What a mark says takes so much of the distance. */
const WRITTEN = 0.8;

/** Segments with which an axis has hardly room for anything round. */
const CROWDED = 12;

export interface Tick {
  at: number;
  x: number;
  /** What it says stands before it: after it a gap would cut it off. */
  before?: boolean;
  /** Distance of the marks around, in microseconds: how finely it is written. */
  step: number;
}

/**
 * Marks at round distances from `origin`, where the axis is in proportion, at least `apart` pixels from each other and from
 * every gap that is drawn at one width. Where gaps are `bare` of words and so close that nothing round has room, the beginning of
 * what lies between is marked.
 */
export function ticksOf(
  axis: TimeAxis,
  view: { x0: number; x1: number },
  { origin, apart, bare = 0 }: { origin: number; apart: number; bare?: number },
): Tick[] {
  const step = STEPS.find((it) => it * axis.scale >= apart) ?? STEPS.at(-1)!;
  const ticks: Tick[] = [];
  let free = Number.NEGATIVE_INFINITY;
  for (const [i, { from, to, x0, x1, gap }] of axis.segments.entries()) {
    if (x0 > view.x1) break;
    if (gap) {
      if (x1 - x0 >= bare) free = Math.max(free, x1 + apart / 4);
      continue;
    }
    if (x1 < view.x0) continue;
    const known = ticks.length;
    let room = Math.max(x0, free - apart);
    const next = axis.segments[i + 1];
    // What a gap says would cut it off.
    const last = next?.gap && next.x1 - next.x0 >= bare ? x1 - apart * WRITTEN : x1;
    const begin = Math.max(from, from + (view.x0 - x0) / axis.scale);
    const end = Math.min(to, from + (view.x1 - x0) / axis.scale);
    for (let n = Math.ceil((begin - origin) / step); origin + n * step <= end; n++) {
      const at = origin + n * step;
      const x = x0 + (at - from) * axis.scale;
      if (x < free) continue;
      const before = x > last;
      if (before && x - apart * WRITTEN < room) continue;
      ticks.push({ at, x, step, ...(before && { before }) });
      free = x + apart;
      room = x + apart * WRITTEN;
    }
    if (known === ticks.length && x0 >= Math.max(free, view.x0) && axis.segments.length > CROWDED) {
      ticks.push({ at: from, x: x0, step: Math.min(step, SECOND) });
      free = x0 + apart;
    }
  }
  return ticks;
}

/** How much time has passed, as a stopwatch has it, as fine as the marks are: `45:00.5`, `2:45:00`, `3d 4:00:00`. */
export function stopwatch(micros: number, step: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const days = Math.floor(micros / DAY);
  const hours = Math.floor((micros % DAY) / HOUR);
  const minutes = Math.floor((micros % HOUR) / MINUTE);
  const seconds = Math.floor((micros % MINUTE) / SECOND);
  const digits = step >= SECOND ? 0 : step >= 100 * MS ? 1 : step >= 10 * MS ? 2 : 3;
  const fraction =
    digits === 0
      ? ""
      : `.${String(Math.round((micros % SECOND) / MS))
          .padStart(3, "0")
          .slice(0, digits)}`;
  const clock = days + hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
  return `${days > 0 ? `${days}d ` : ""}${clock}${fraction}`;
}
