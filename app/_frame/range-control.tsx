"use client";

import clsx from "clsx";
import { RefreshCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { parseAsBoolean, useQueryState, useQueryStates } from "nuqs";
import { LiveSwitch } from "@/components/frame/live-switch";
import { RangePicker } from "@/components/range/range-picker";
import { Button } from "@/components/ui/button";
import { rangeParsers, timeRangeOf } from "../_range/range-state";
import { usePageReport } from "./page-report";

/** The time range that all pages share, and the way to newer data. */
export function RangeControl() {
  const t = useTranslations("frame");
  const [state, setState] = useQueryStates(rangeParsers, { history: "push" });
  const { busy, refresh } = usePageReport();
  return (
    <>
      <RangePicker
        range={timeRangeOf(state)}
        onChange={({ preset, from, to }) => {
          // The same preset once more means: up to now.
          if (preset === state.range && from === state.from && to === state.to) refresh();
          else setState({ range: preset, from, to });
        }}
      />
      <Button look="quiet" aria-label={t("refresh")} title={t("refresh")} className="px-0" onClick={refresh}>
        <RefreshCw aria-hidden className={clsx("size-4", busy && "animate-spin")} />
      </Button>
    </>
  );
}

/** The live switch: on or off is in the address, how it goes is what the page reports. */
export function LiveControl() {
  const [on, setOn] = useQueryState("live", parseAsBoolean.withDefault(false));
  const { live } = usePageReport();
  return (
    <LiveSwitch
      state={on ? (live === null || live === "off" ? "reconnecting" : live) : "off"}
      onToggle={() => setOn(on ? null : true)}
    />
  );
}
