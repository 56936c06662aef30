import { useFormatter, useTranslations } from "next-intl";
import type { DeadLetterQueueView } from "@/server/dead-letters/queue-schemas";

const HEIGHT = 40;

/** How many messages lay in a queue and in our custody over the last day: two lines, with holes where nothing is known. */
export function DepthLines({ depths }: Pick<DeadLetterQueueView, "depths">) {
  const t = useTranslations("deadLetters.queue");
  const format = useFormatter();
  const known = [...depths.waiting, ...depths.held].filter((value) => value !== null);
  const most = Math.max(0, ...known);
  if (known.length === 0) return <p className="text-xs text-muted">{t("noDepths")}</p>;
  const label = t("depths", { most: format.number(most) });
  const width = depths.waiting.length - 1;
  return (
    <figure className="m-0">
      <svg
        role="img"
        aria-label={label}
        viewBox={`0 -2 ${width} ${HEIGHT + 4}`}
        preserveAspectRatio="none"
        className="h-12 w-full"
      >
        <title>{label}</title>
        <path d={`M0 ${HEIGHT}H${width}`} className="stroke-line" vectorEffect="non-scaling-stroke" />
        <path
          d={lineOf(depths.held, most)}
          fill="none"
          strokeWidth="1.5"
          className="stroke-accent"
          vectorEffect="non-scaling-stroke"
        />
        <path
          d={lineOf(depths.waiting, most)}
          fill="none"
          strokeWidth="1.5"
          strokeDasharray="3 2"
          className="stroke-bad"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <figcaption className="flex flex-wrap gap-x-3 text-2xs text-muted">
        <span className="flex items-center gap-1">
          <svg aria-hidden viewBox="0 0 12 2" className="h-0.5 w-3">
            <path d="M0 1H12" strokeWidth="2" strokeDasharray="3 2" className="stroke-bad" />
          </svg>
          {t("inQueue")}
        </span>
        <span className="flex items-center gap-1">
          <svg aria-hidden viewBox="0 0 12 2" className="h-0.5 w-3">
            <path d="M0 1H12" strokeWidth="2" className="stroke-accent" />
          </svg>
          {t("inCustody")}
        </span>
        <span className="ms-auto">{t("lastDay")}</span>
      </figcaption>
    </figure>
  );
}

/** An SVG path through the values that are known. */
function lineOf(values: readonly (number | null)[], most: number): string {
  let path = "";
  let drawing = false;
  values.forEach((value, at) => {
    if (value === null) {
      drawing = false;
      return;
    }
    const y = most === 0 ? HEIGHT : HEIGHT - (value / most) * HEIGHT;
    // A lone point is a short line, or nobody would see it.
    path += `${drawing ? "L" : "M"}${at} ${y.toFixed(1)}${drawing ? "" : `h0.5`}`;
    drawing = true;
  });
  return path;
}
