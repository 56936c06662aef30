const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
type Unit = keyof typeof UNITS;

/** How a duration is written: a whole number and its unit, like `30s`, `15m` or `2d`. */
export const DURATION = /^([1-9][0-9]{0,8})(ms|s|m|h|d)$/;

/** Longer than this, nothing is waited for: far below what moments of the database and of a browser can tell. */
export const LONGEST_DURATION_MS = 3_650 * UNITS.d;

/** Milliseconds of a duration. @throws TypeError for a text that is none */
export function durationMs(text: string): number {
  const match = DURATION.exec(text);
  if (!match) throw new TypeError(`not a duration: ${text}`);
  return Number(match[1]) * UNITS[match[2] as Unit];
}
