import type { DiagramWords } from "./diagram-words";

/** Numbers as diagrams write them: the same on every machine, whatever its language. */
type Signs = Pick<DiagramWords, "thousands" | "decimal" | "beforePercent" | "day">;

/** A whole number, with something between its thousands. */
export function countText(count: number, { thousands }: Signs): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, thousands);
}

/** A share between 0 and 1 as percent: one decimal below ten percent, more only where it would read as nothing. */
export function shareText(share: number, signs: Signs): string {
  const percent = share * 100;
  const fine = percent < 10 || (percent > 99 && percent < 100);
  const text =
    percent > 0 && percent < 0.05 ? percent.toPrecision(1) : fine ? tenths(percent) : percent.toFixed(0);
  return `${text.replace(".", signs.decimal)}${signs.beforePercent}%`;
}

/** A time in milliseconds, two parts of it at most: `850 ms`, `1.2 s`, `3 min 20 s`, `2 d 4 h`. */
export function durationText(ms: number, { decimal, day }: Signs): string {
  if (ms < 1000) return `${ms < 10 ? tenths(ms).replace(".", decimal) : Math.round(ms)} ms`;
  if (ms < 59_950) return `${tenths(ms / 1000).replace(".", decimal)} s`;
  const [seconds, minutes, hours] = [
    Math.round(ms / 1000),
    Math.round(ms / 60_000),
    Math.round(ms / 3_600_000),
  ];
  if (seconds < 3600) return two(Math.floor(seconds / 60), "min", seconds % 60, "s");
  if (minutes < 1440) return two(Math.floor(minutes / 60), "h", minutes % 60, "min");
  return two(Math.floor(hours / 24), day, hours % 24, "h");
}

const tenths = (value: number): string => value.toFixed(1).replace(/\.0$/, "");

const two = (large: number, unit: string, small: number, smaller: string): string =>
  small === 0 ? `${large} ${unit}` : `${large} ${unit} ${small} ${smaller}`;
