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
