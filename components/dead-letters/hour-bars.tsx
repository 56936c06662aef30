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
      {hours.map((count, hour) => {
        // What is not nothing is seen.
        const height = count === 0 ? 0 : Math.max(2, (count / most) * HEIGHT);
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: hours have no other name and never move
            key={hour}
            x={hour * (WIDTH + GAP)}
            y={HEIGHT - height}
            width={WIDTH}
            height={height}
            className={hour === hours.length - 1 ? "fill-bad" : "fill-bad opacity-55"}
          />
        );
      })}
    </svg>
  );
}
