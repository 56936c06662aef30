/**
 * Times between two events, gathered so that they can be added up: each bucket ends a tenth above where it begins, so that the
 * middle of it is within 5 % of all that is in it. Pure.
 */

/** Where buckets begin, in milliseconds: bucket 0 holds what is less than the first. */
export const BUCKET_BOUNDS: readonly number[] = bounds();

function bounds(): number[] {
  const all: number[] = [];
  // Up to ten years.
  for (let bound = 1; bound < 10 * 365 * 86_400_000; bound *= 1.1) all.push(bound);
  return all;
}

/** The bucket of a time: how many bounds it has reached. PostgreSQL's width_bucket says the same of the same bounds. */
export function bucketOf(ms: number): number {
  let [low, high] = [0, BUCKET_BOUNDS.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ms >= BUCKET_BOUNDS[middle]!) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The time that a share of what was counted did not exceed, in milliseconds; null where nothing was counted.
 * @param counts by bucket; negative buckets are no times
 * @param share between 0 and 1
 */
export function percentileOf(counts: ReadonlyMap<number, number>, share: number): number | null {
  const buckets = [...counts].filter(([bucket, count]) => bucket >= 0 && count > 0).sort(([a], [b]) => a - b);
  const total = buckets.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return null;
  let left = Math.max(1, Math.ceil(total * share));
  for (const [bucket, count] of buckets) {
    left -= count;
    if (left <= 0) return bucketMiddle(bucket);
  }
  return null;
}

function bucketMiddle(bucket: number): number {
  if (bucket === 0) return 0.5;
  return BUCKET_BOUNDS[bucket - 1]! * 1.05;
}
