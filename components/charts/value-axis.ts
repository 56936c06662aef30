/** Marks of a value axis from 0: round numbers (1, 2 or 5 times a power of ten), the last one not below the greatest value. Pure. */
export function valueTicks(greatest: number, most: number, whole: boolean): number[] {
  const least = whole ? 1 : 0.001;
  const rough = Math.max(greatest / most, least);
  const power = 10 ** Math.floor(Math.log10(rough));
  // A little slack: 0.1 + 0.2 must not need one more mark.
  const step = [1, 2, 5, 10].map((n) => n * power).find((it) => it >= rough * (1 - 1e-9))!;
  const count = Math.max(1, Math.ceil(greatest / step - 1e-9));
  return Array.from({ length: count + 1 }, (_, i) => Number((i * step).toPrecision(12)));
}
