import clsx from "clsx";
import { useFormatter, useTranslations } from "next-intl";
import type { StateCounts } from "@/server/dead-letters/group-schemas";
import { DEAD_LETTER_STATES, type DeadLetterState } from "@/server/dead-letters/words";

const FILLS: Record<DeadLetterState, string> = {
  observed: "fill-warn opacity-60",
  held: "fill-warn",
  gone: "fill-line-strong",
  released: "fill-line-strong",
  redriven: "fill-accent",
  discarded: "fill-line",
};

/** How many of a cause are in which state, as one bar; the words beside it say the same. `end`: set at the end of the line. */
export function StateBar({ counts, end = false }: { counts: StateCounts; end?: boolean }) {
  const t = useTranslations("deadLetters");
  const format = useFormatter();
  const total = DEAD_LETTER_STATES.reduce((sum, state) => sum + counts[state], 0);
  const present = DEAD_LETTER_STATES.filter((state) => counts[state] > 0);
  let at = 0;
  return (
    <span
      className={clsx(
        "flex min-w-0 flex-wrap items-center gap-x-2 gap-y-0.5 text-xs text-muted tabular-nums",
        end && "lg:justify-end",
      )}
    >
      <svg
        aria-hidden
        viewBox="0 0 100 4"
        preserveAspectRatio="none"
        className="h-1 w-20 shrink-0 rounded-full"
      >
        {present.map((state) => {
          const width = (counts[state] / total) * 100;
          const x = at;
          at += width;
          return <rect key={state} x={x} width={width} height="4" className={FILLS[state]} />;
        })}
      </svg>
      {present.map((state) => (
        <span key={state} className="whitespace-nowrap" title={t(`stateHint.${state}`)}>
          {format.number(counts[state])} {t(`state.${state}`)}
        </span>
      ))}
    </span>
  );
}
