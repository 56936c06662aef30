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

/** Marks that read well where durations lie far apart: each several times the one before. */
const FAR = [
  ...[1, 10, 100],
  ...[1, 10].map((n) => n * SECOND),
  ...[1, 10].map((n) => n * MINUTE),
  ...[1, 6].map((n) => n * HOUR),
  ...[1, 7, 30, 365].map((n) => n * DAY),
];
/** From so much on, what is short would lie on the ground of an even axis. */
const FAR_APART = 20;

export interface DurationAxis {
  scale: "linear" | "log";
  ticks: number[];
}

/** The axis for these rows: even, or by powers where durations lie far apart. */
export function durationAxis(rows: readonly DurationRow[]): DurationAxis {
  const values = rows.flatMap(({ p50, p95 }) => [p50, p95].filter((it) => it !== null).map(Number));
  const greatest = Math.max(0, ...values);
  const least = Math.max(1, Math.min(...values));
  if (!(greatest > least * FAR_APART)) return { scale: "linear", ticks: durationTicks(greatest) };
  const from = FAR.findLastIndex((it) => it <= least);
  const to = FAR.findIndex((it) => it >= greatest);
  const ticks = FAR.slice(from, to < 0 ? undefined : to + 1);
  if (ticks.at(-1)! < greatest) ticks.push(greatest);
  return { scale: "log", ticks };
}

/** Marks of an axis of durations from 0 on, in round steps; the last one is not below the greatest. */
export function durationTicks(greatest: number): number[] {
  const step =
    STEPS.find((it) => it * MOST_TICKS >= greatest) ?? Math.ceil(greatest / MOST_TICKS / DAY) * DAY;
  const count = Math.max(1, Math.ceil(greatest / step));
  return Array.from({ length: count + 1 }, (_, i) => i * step);
}
const MOST_TICKS = 3;
