/** The middle value; of an even count, the mean of the two in the middle. 0 for none. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which that share of the values lies, linear between neighbours. 0 for none. */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) return 0;
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)]!;
  const high = sorted[Math.ceil(at)]!;
  return low + (high - low) * (at - Math.floor(at));
}

/** A figure as a bench prints it: one JSON line. */
export interface Figure {
  name: string;
  [measure: string]: number | string | null;
}

/** Prints a figure on stdout; everything else a bench says goes to stderr. */
export function print(figure: Figure): void {
  const rounded = Object.entries(figure).map(([key, value]) => [
    key,
    typeof value === "number" ? Math.round(value * 1000) / 1000 : value,
  ]);
  process.stdout.write(`${JSON.stringify(Object.fromEntries(rounded))}\n`);
}

export function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}
