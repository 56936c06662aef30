import type { SagaDurations } from "@/server/sagas/saga-list-schemas";

/** What the chart of durations draws. Pure. Times are milliseconds since 1970, durations milliseconds. */
export interface DurationRow {
  start: number;
  middle: number;
  end: number;
  ended: number;
  p50: number | null;
  p95: number | null;
}

/** The lines, with colours that stay apart. */
export const LINES = [
  { id: "p50", colour: "var(--color-chart-4)" },
  { id: "p95", colour: "var(--color-chart-5)" },
] as const;

export function rowsOf({ first, stepMs, buckets }: SagaDurations): DurationRow[] {
  const zero = Date.parse(first);
  return buckets.map(({ ended, p50Ms, p95Ms }, i) => ({
    start: zero + i * stepMs,
    middle: zero + (i + 0.5) * stepMs,
    end: zero + (i + 1) * stepMs,
    ended,
    p50: p50Ms,
    p95: p95Ms,
  }));
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Steps that read well as a duration. */
const STEPS = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 5, 10, 20, 50, 100].map((n) => n * DAY),
];

/** Marks of an axis of durations from 0 on, in round steps; the last one is not below the greatest. */
export function durationTicks(greatest: number): number[] {
  const step =
    STEPS.find((it) => it * MOST_TICKS >= greatest) ?? Math.ceil(greatest / MOST_TICKS / DAY) * DAY;
  const count = Math.max(1, Math.ceil(greatest / step));
  return Array.from({ length: count + 1 }, (_, i) => i * step);
}
const MOST_TICKS = 3;
