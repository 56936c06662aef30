const FIRST_MS = 250;
const LONGEST_MS = 30_000;

/** A process that ran for this long before it ended starts again as if it had never failed. */
export const STEADY_MS = 60_000;

/**
 * How long to wait before the next start, in ms: doubles with each failure up to 30 s, with half of it random so that
 * several machines which lost the same database do not all come back at once.
 * @param failures how many times in a row it ended soon after its start, from 1
 * @param random in [0, 1)
 */
export function restartDelay(failures: number, random: number): number {
  const full = Math.min(FIRST_MS * 2 ** (failures - 1), LONGEST_MS);
  return Math.round(full / 2 + (full / 2) * random);
}
