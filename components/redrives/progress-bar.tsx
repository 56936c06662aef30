import { useFormatter, useTranslations } from "next-intl";
import type { RedriveView } from "@/server/redrive/redrive-schemas";

/** Parts of the bar, in the order in which they stand. */
const PARTS = [
  ["effect", "fill-good"],
  ["left", "fill-good opacity-70"],
  ["confirmed", "fill-accent"],
  ["deadAgain", "fill-bad"],
  ["notTaken", "fill-bad opacity-60"],
  ["unclear", "fill-warn"],
] as const;

/** How many messages of a redrive came how far. `confirmed`: taken, and nothing more is known of them yet. */
export function progressOf({ outcomes, aftermaths }: Pick<RedriveView, "outcomes" | "aftermaths">) {
  const { left = 0, effect = 0, dead_again: deadAgain = 0 } = aftermaths;
  const { confirmed = 0, returned = 0, refused = 0, unknown = 0, in_doubt: inDoubt = 0 } = outcomes;
  const { pending = 0 } = outcomes;
  return {
    effect,
    left,
    deadAgain,
    confirmed: Math.max(0, confirmed - left - effect - deadAgain),
    notTaken: returned + refused,
    unclear: unknown + inDoubt,
    settled: confirmed + returned + refused + inDoubt,
    /** What an ended redrive has not sent does not wait: it is free again. */
    waiting: pending + unknown,
  };
}

/** How far a redrive has come, and what came of it, as one bar with its numbers below. */
export function ProgressBar({ redrive, bare = false }: { redrive: RedriveView; bare?: boolean }) {
  const t = useTranslations("redrives");
  const format = useFormatter();
  const progress = progressOf(redrive);
  const { total } = redrive;
  const label = t("progress", { done: progress.settled, total });
  let at = 0;
  return (
    <div>
      <svg
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={progress.settled}
        viewBox="0 0 100 4"
        preserveAspectRatio="none"
        className={bare ? "block h-1.5 w-full rounded-full" : "block h-3 w-full rounded-full"}
      >
        <rect width="100" height="4" className="fill-line" />
        {PARTS.map(([part, fill]) => {
          const width = total === 0 ? 0 : (progress[part] / total) * 100;
          const x = at;
          at += width;
          return <rect key={part} x={x} width={width} height="4" className={fill} />;
        })}
      </svg>
      {!bare && (
        <ul className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-xs">
          {PARTS.filter(([part]) => progress[part] > 0).map(([part, fill]) => (
            <li key={part} className="flex items-center gap-1.5 tabular-nums" title={t(`partHint.${part}`)}>
              <svg aria-hidden viewBox="0 0 10 10" className="size-2.5">
                <rect width="10" height="10" rx="2" className={fill} />
              </svg>
              <span className="font-medium">{format.number(progress[part])}</span>
              <span className="text-muted">{t(`part.${part}`)}</span>
            </li>
          ))}
          {progress.waiting > 0 && (
            <li className="ms-auto text-muted tabular-nums">{t("open", { count: progress.waiting })}</li>
          )}
        </ul>
      )}
    </div>
  );
}
