import { useFormatter, useTranslations } from "next-intl";

const WIDTH = 4;
const GAP = 1;
const HEIGHT = 28;

/** Deaths in each of the last hours as bars, the present hour last. Nothing happened: a line. */
export function HourBars({ hours, className }: { hours: readonly number[]; className?: string }) {
  const t = useTranslations("deadLetters");
  const format = useFormatter();
  const most = Math.max(...hours);
  const total = hours.reduce((sum, count) => sum + count, 0);
  const label = t("hours", { count: hours.length, total, most: format.number(most) });
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${hours.length * (WIDTH + GAP) - GAP} ${HEIGHT}`}
      preserveAspectRatio="none"
      className={className}
    >
      <title>{label}</title>
      <rect y={HEIGHT - 1} width="100%" height="1" className="fill-line" />
      <path d={barsOf(hours.slice(0, -1), most, 0)} className="fill-bad opacity-55" />
      <path d={barsOf(hours.slice(-1), most, hours.length - 1)} className="fill-bad" />
    </svg>
  );
}

/** Bars as one path: a page has many of these, and a path costs it no more than one bar. `from`: the place of the first. */
function barsOf(counts: readonly number[], most: number, from: number): string {
  return counts
    .map((count, n) => {
      if (count === 0) return "";
      // What is not nothing is seen.
      const height = Math.max(2, (count / most) * HEIGHT);
      return `M${(from + n) * (WIDTH + GAP)} ${HEIGHT}v-${height.toFixed(1)}h${WIDTH}V${HEIGHT}z`;
    })
    .join("");
}
