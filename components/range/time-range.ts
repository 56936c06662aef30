/** Presets of the time range, shortest first. Each ends now; `all` has no beginning. */
export const RANGES = ["15m", "1h", "6h", "24h", "7d", "30d", "all"] as const;
export type Range = (typeof RANGES)[number];

/** A range: a preset that moves with time, or two absolute moments (ISO 8601), either of which may be open. */
export interface TimeRange {
  preset: Range;
  from: string | null;
  to: string | null;
}

/** Length of each preset in milliseconds; null where it has no beginning. */
export const PRESET_MS: Record<Range, number | null> = {
  "15m": 900_000,
  "1h": 3_600_000,
  "6h": 21_600_000,
  "24h": 86_400_000,
  "7d": 604_800_000,
  "30d": 2_592_000_000,
  all: null,
};

/** The shortest range that a drag on a chart can choose, in milliseconds. */
const SHORTEST = 1_000;

/**
 * The range between two moments (milliseconds since 1970) in either order: what a drag on a chart chooses. It is at least
 * a second long. The preset stays behind it, to come back to.
 */
export function zoomTo(one: number, other: number, current: TimeRange): TimeRange {
  const from = Math.floor(Math.min(one, other));
  const to = Math.max(Math.ceil(Math.max(one, other)), from + SHORTEST);
  return { preset: current.preset, from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}

/** Twice the range around the same middle, but not beyond `now`; null where it has no beginning. */
export function zoomOut(
  { from, to }: { from: string | null; to: string | null },
  current: TimeRange,
  now: number,
): TimeRange | null {
  if (from === null) return null;
  const [start, end] = [Date.parse(from), to === null ? now : Date.parse(to)];
  const half = Math.max(end - start, SHORTEST) / 2;
  const last = to === null ? now : Math.max(end, Math.min(end + half, now));
  return zoomTo(start - half - Math.max(0, end + half - last), last, current);
}
