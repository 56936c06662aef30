/**
 * How long to wait before the next attempt: doubles from `firstMs` to `mostMs`, of which a random part is taken, so
 * that many clients do not come back at the same moment.
 * @param failures attempts that failed in a row, from 1
 * @param random a number from 0 to 1
 */
export function backoffMs(
  failures: number,
  random: number,
  { firstMs = 250, mostMs = 15_000 }: { firstMs?: number; mostMs?: number } = {},
): number {
  const ceiling = Math.min(mostMs, firstMs * 2 ** Math.min(failures - 1, 30));
  return Math.round(ceiling / 2 + (ceiling / 2) * random);
}
