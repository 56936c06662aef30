"use client";

import clsx from "clsx";
import { ChevronFirst, ChevronLast, History, Pause, Play, StepBack, StepForward } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { makeVisible } from "@/components/ui/visible-text";
import { moved, restMs } from "./moves";
import type { TimelineModel } from "./timeline-model";

const SPEEDS = [1, 2, 4] as const;

/**
 * Goes through a saga event by event, by hand or by itself: lanes and states follow. Travelling: what came later is shown as
 * not yet there.
 */
export function Transport({
  model,
  selected,
  travelling,
  onTravel,
}: {
  model: TimelineModel;
  selected: string | null;
  travelling: boolean;
  /** Null: back to the present. */
  onTravel: (id: string | null) => void;
}) {
  const t = useTranslations("saga.transport");
  const format = useFormatter();
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState<(typeof SPEEDS)[number]>(1);
  const last = model.events.length - 1;
  const current = selected === null ? undefined : model.byId.get(selected);
  const place = travelling && current ? current.place : last;

  useEffect(() => {
    if (!playing) return;
    const next = model.events[place + 1];
    if (!next) return setPlaying(false);
    const timer = setTimeout(() => onTravel(next.step.id), restMs(model, place, speed));
    return () => clearTimeout(timer);
  }, [playing, place, speed, model, onTravel]);

  const go = (id: string | null) => {
    setPlaying(false);
    if (id !== null) onTravel(id);
  };
  const from = travelling ? selected : null;
  const play = () => {
    if (!playing && (!travelling || place === last)) onTravel(model.events[0]!.step.id);
    setPlaying(!playing);
  };
  const shown = model.events[place]!;
  const buttons = [
    {
      icon: ChevronFirst,
      label: t("first"),
      act: () => go(moved(model, from, "first")),
      off: travelling && place === 0,
    },
    {
      icon: StepBack,
      label: t("back"),
      act: () => go(moved(model, from ?? model.events[last]!.step.id, "previous")),
      off: travelling && place === 0,
    },
    { icon: playing ? Pause : Play, label: t(playing ? "pause" : "play"), act: play, off: last < 1 },
    {
      icon: StepForward,
      label: t("forward"),
      act: () => go(moved(model, from, "next")),
      off: travelling && place === last,
    },
    {
      icon: ChevronLast,
      label: t("last"),
      act: () => go(moved(model, from, "last")),
      off: travelling && place === last,
    },
  ];
  return (
    <div
      role="group"
      aria-label={t("label")}
      className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-t border-line bg-surface px-3 py-1"
    >
      <div className="flex items-center">
        {buttons.map(({ icon: Icon, label, act, off }) => (
          <Button
            key={label}
            look="quiet"
            aria-label={label}
            title={label}
            disabled={off}
            onClick={act}
            className="px-1.5"
          >
            <Icon aria-hidden className="size-4" />
          </Button>
        ))}
        <Button
          look="quiet"
          aria-label={t("speed", { speed })}
          title={t("speed", { speed })}
          onClick={() => setSpeed(SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length]!)}
          className="px-1.5 tabular-nums"
        >
          {speed}×
        </Button>
      </div>
      <input
        type="range"
        min={0}
        max={last}
        value={place}
        aria-label={t("playhead")}
        aria-valuetext={t("at", {
          place: place + 1,
          count: last + 1,
          type: makeVisible(shown.step.type),
        })}
        onChange={(event) => go(model.events[Number(event.target.value)]!.step.id)}
        className="h-6 min-w-24 flex-1 accent-(--color-accent)"
      />
      <span className={clsx("text-xs text-muted tabular-nums", !travelling && "max-sm:sr-only")}>
        {travelling ? (
          <>
            {place + 1}/{last + 1}
            <span className="max-sm:hidden">
              {" · "}
              {format.dateTime(new Date(shown.step.at / 1_000), {
                hour: "2-digit",
                minute: "2-digit",
                second: "2-digit",
                fractionalSecondDigits: 3,
                hourCycle: "h23",
              })}
            </span>
          </>
        ) : (
          t("present")
        )}
      </span>
      {travelling && (
        <Button
          look="quiet"
          onClick={() => {
            setPlaying(false);
            onTravel(null);
          }}
        >
          <History aria-hidden className="size-4 -scale-x-100" />
          {t("toPresent")}
        </Button>
      )}
    </div>
  );
}
