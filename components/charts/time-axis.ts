/** Where a time axis has its marks, and how they are written. Pure. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * 1_000),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 7, 14, 30, 90, 180, 365, 730, 3_650].map((n) => n * DAY),
];

export interface Ticks {
  at: number[];
  stepMs: number;
}

/**
 * At most `most` marks at round times of a time zone. Where the clocks change within the range, marks after the change
 * are round in the zone's earlier offset.
 */
export function timeTicks(from: number, to: number, most: number, zone: string): Ticks {
  const stepMs = STEPS.find((step) => (to - from) / step <= most) ?? STEPS.at(-1)!;
  const offset = offsetOf(from, zone);
  const at: number[] = [];
  for (let tick = Math.ceil((from + offset) / stepMs) * stepMs - offset; tick <= to; tick += stepMs) {
    at.push(tick);
  }
  return { at, stepMs };
}

/** How far a zone's clocks are ahead of UTC, in milliseconds. */
export function offsetOf(moment: number, zone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(moment);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const local = Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"), of("second"));
  return local - Math.floor(moment / 1_000) * 1_000;
}

/** How a mark is written. */
export interface TickFormat {
  year?: "numeric";
  month?: "short";
  day?: "numeric";
  hour?: "2-digit";
  minute?: "2-digit";
  second?: "2-digit";
  hourCycle?: "h23";
}

/** A moment in a tooltip or a table. */
export const MOMENT = {
  month: "short",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
} as const;

/** The time, or the day at its midnight. */
export function tickFormat(tick: number, stepMs: number, zone: string): TickFormat {
  if (stepMs >= 180 * DAY) return { month: "short", year: "numeric" };
  const midnight = (tick + offsetOf(tick, zone)) % DAY === 0;
  if (stepMs >= DAY || midnight) return { day: "numeric", month: "short" };
  if (stepMs < MINUTE) return { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" };
  return { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
}
