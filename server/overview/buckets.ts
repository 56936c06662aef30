import type { Cell } from "@/server/event-store/traffic-series";

/** Buckets of time and what is stacked in them. Pure. Times are milliseconds since 1970. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Widths that a person can read; each one from a minute on is whole minutes, which the rollups can answer. */
export const STEPS: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 5, 10, 30, 90, 365].map((n) => n * DAY),
];

/** Most bars that a chart can tell apart. */
export const MAX_BUCKETS = 200;
/** Ranges up to this long may have buckets of less than a minute. */
export const FINE_RANGE_MS = 30 * MINUTE;
/** A batch that was received a moment ago may not be committed yet: a bucket is finished this long after its end. */
export const SETTLE_MS = 2 * SECOND;

export interface BucketPlan {
  stepMs: number;
  /** Start of the first bucket: a multiple of the step, not after the beginning of the range. */
  first: number;
  /** How many buckets cover the range. */
  count: number;
}

/**
 * Chooses buckets for the range from `from` (inclusive) to `to` (exclusive): at most MAX_BUCKETS, aligned to multiples
 * of their width, so that the same moment is in the same bucket whatever the range. `fine`: whether the messages may be
 * counted one by one; else no bucket is narrower than a minute.
 */
export function planBuckets(from: number, to: number, fine: boolean): BucketPlan {
  const end = Math.max(to, from + 1);
  const least = fine && end - from <= FINE_RANGE_MS ? SECOND : MINUTE;
  for (const stepMs of STEPS) {
    if (stepMs < least) continue;
    const plan = cover(from, end, stepMs);
    if (plan.count <= MAX_BUCKETS) return plan;
  }
  // Longer than two centuries: still whole days.
  return cover(from, end, Math.ceil((end - from) / (MAX_BUCKETS - 1) / DAY) * DAY);
}

function cover(from: number, end: number, stepMs: number): BucketPlan {
  const first = Math.floor(from / stepMs) * stepMs;
  return { stepMs, first, count: Math.ceil((end - first) / stepMs) };
}

export interface Stack {
  name: string;
  total: number;
  /** One number a bucket. */
  counts: number[];
}

export interface Stacked {
  total: number;
  /** The greatest first; at most `top`. */
  stacks: Stack[];
  /** Everything else together; null when there is nothing else. */
  others: { names: number; total: number; counts: number[] } | null;
}

/**
 * Lays counts into buckets: the `top` exchanges with the most messages each, the others together.
 * @throws RangeError for a cell outside of the plan: numbers are never dropped silently.
 */
export function stackCells(plan: BucketPlan, cells: readonly Cell[], top: number): Stacked {
  const byName = new Map<string, Stack>();
  for (const { at, exchange, count } of cells) {
    const index = Math.round((at - plan.first) / plan.stepMs);
    if (index < 0 || index >= plan.count) throw new RangeError(`bucket ${at} is not in the range`);
    let stack = byName.get(exchange);
    if (!stack) {
      stack = { name: exchange, total: 0, counts: new Array<number>(plan.count).fill(0) };
      byName.set(exchange, stack);
    }
    stack.total += count;
    stack.counts[index]! += count;
  }
  const ordered = [...byName.values()].sort((a, b) => b.total - a.total || (a.name < b.name ? -1 : 1));
  const rest = ordered.slice(top);
  return {
    total: ordered.reduce((sum, stack) => sum + stack.total, 0),
    stacks: ordered.slice(0, top),
    others:
      rest.length === 0
        ? null
        : {
            names: rest.length,
            total: rest.reduce((sum, stack) => sum + stack.total, 0),
            counts: rest[0]!.counts.map((_, i) => rest.reduce((sum, stack) => sum + stack.counts[i]!, 0)),
          },
  };
}
