import clsx from "clsx";
import { FoldHorizontal, UnfoldHorizontal } from "lucide-react";
import { useFormatter, useTimeZone, useTranslations } from "next-intl";
import { useMemo } from "react";
import { offsetOf } from "@/components/charts/time-axis";
import type { Scene, View } from "./scene";
import { stopwatch, ticksOf } from "./ticks";
import { xOf } from "./time-axis";
import { useSpan } from "./use-span";

const APART = 92;
/** Less room than this holds no button. */
const BUTTON_PX = 24;
const DAY = 86_400_000_000;

interface Props {
  scene: Scene;
  view: View;
  /** Microseconds since 1970: the first event. */
  start: number;
}

const MARK =
  "pointer-events-none absolute inset-y-0 flex items-center border-s border-line-strong ps-1 text-2xs whitespace-nowrap text-muted tabular-nums select-none";

const MARK_BEFORE =
  "pointer-events-none absolute inset-y-0 flex -translate-x-full items-center border-e border-line-strong pe-1 text-2xs whitespace-nowrap text-muted tabular-nums select-none";
/** Pixels that the word for now takes. */
const NOW_PX = 64;

/** The clock, over the lanes: marks at round times, and a button in each silence that was compressed. */
export function ClockRail({ scene, view, start, onGap }: Props & { onGap: (key: string) => void }) {
  const t = useTranslations("saga.timeline");
  const format = useFormatter();
  const zone = useTimeZone() ?? "UTC";
  const span = useSpan();
  const ticks = useMemo(() => {
    const origin = -offsetOf(start / 1_000, zone) * 1_000;
    return ticksOf(scene.axis, view, { origin, apart: APART, bare: BUTTON_PX });
  }, [scene.axis, view, start, zone]);
  const written = (at: number, step: number) => {
    const date = new Date(at / 1_000);
    if (step >= DAY) return format.dateTime(date, { day: "numeric", month: "short" });
    return format.dateTime(date, {
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
      ...(step < 60_000_000 && { second: "2-digit" as const }),
      ...(step < 1_000_000 && { fractionalSecondDigits: 3 as const }),
    });
  };
  const inView = (x0: number, x1: number) => x1 >= view.x0 && x0 <= view.x1;
  return (
    <>
      {ticks
        .filter(({ x }) => scene.nowX === null || x < scene.nowX - NOW_PX || x > scene.nowX + NOW_PX)
        .map(({ at, x, step, before }) => (
          <span key={at} style={{ left: x }} className={before ? MARK_BEFORE : MARK}>
            {written(at, step)}
          </span>
        ))}
      {scene.gaps.map((gap) => {
        const [x0, x1] = [xOf(scene.axis, gap.from), xOf(scene.axis, gap.to)];
        if (x1 - x0 < BUTTON_PX || !inView(x0, x1)) return null;
        const label = t(gap.open ? "foldGap" : "openGap", { span: span((gap.to - gap.from) / 1_000) });
        const Icon = gap.open ? FoldHorizontal : UnfoldHorizontal;
        return (
          <button
            key={gap.key}
            type="button"
            aria-label={label}
            title={label}
            aria-expanded={gap.open}
            style={gap.open ? { left: x0, width: 28 } : { left: x0, width: x1 - x0 }}
            onClick={() => onGap(gap.key)}
            className={clsx(
              "absolute inset-y-0 flex items-center justify-center bg-raised text-2xs font-medium whitespace-nowrap text-muted hover:text-ink",
              gap.open && "z-10 rounded-sm border border-line",
            )}
          >
            {gap.open || x1 - x0 < 40 ? (
              <Icon aria-hidden className="size-3.5" />
            ) : (
              <Short ms={(gap.to - gap.from) / 1_000} />
            )}
          </button>
        );
      })}
      {scene.nowX !== null && inView(scene.nowX, scene.nowX) && (
        <span
          style={{ left: scene.nowX }}
          className="pointer-events-none absolute inset-y-0 flex items-center border-s border-accent bg-ground px-1 text-2xs font-medium text-accent select-none"
        >
          {t("now")}
        </span>
      )}
    </>
  );
}

const UNITS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000],
  ["millisecond", 1],
] as const;

/** A length of time in its largest unit alone: there is room for no more. */
function Short({ ms }: { ms: number }) {
  const format = useFormatter();
  const [unit, size] = UNITS.find(([, size]) => ms >= size) ?? UNITS[4];
  return format.number(Math.floor(ms / size), { style: "unit", unit, unitDisplay: "narrow" });
}

/** How long after the first event, under the lanes. */
export function ElapsedRail({ scene, view, start }: Props) {
  const span = useSpan();
  const ticks = useMemo(
    () => ticksOf(scene.axis, view, { origin: start, apart: APART, bare: BUTTON_PX }),
    [scene.axis, view, start],
  );
  return ticks.map(({ at, x, step, before }) => (
    <span key={at} style={{ left: x }} className={before ? MARK_BEFORE : MARK}>
      +{at - start < 60_000_000 ? span((at - start) / 1_000) : stopwatch(at - start, step)}
    </span>
  ));
}
