"use client";

import clsx from "clsx";
import { Link2, RefreshCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { parseAsBoolean, useQueryState, useQueryStates } from "nuqs";
import { useState } from "react";
import { LiveSwitch } from "@/components/frame/live-switch";
import { RangePicker } from "@/components/range/range-picker";
import { Button } from "@/components/ui/button";
import { copyText } from "@/components/ui/copy-text";
import { useToast } from "@/components/ui/toast";
import { boundsOf, rangeParsers, timeRangeOf } from "../_range/range-state";
import { absoluteLink } from "./absolute-link";
import { usePageReport } from "./page-report";
import { useShortcut } from "./shortcuts";

/** The time range that all pages share, and the way to newer data. */
export function RangeControl() {
  const t = useTranslations("frame");
  const [state, setState] = useQueryStates(rangeParsers, { history: "push" });
  const [open, setOpen] = useState(false);
  const { busy, refresh, anchor } = usePageReport();
  useShortcut({ keys: "t", label: t("openRange"), group: "frame" }, () => setOpen(true));
  useShortcut({ keys: "r", label: t("refresh"), group: "frame" }, refresh);
  return (
    <div className="flex min-w-0 items-center gap-1 max-md:flex-1">
      <RangePicker
        range={timeRangeOf(state)}
        bounds={open ? boundsOf(state, anchor()) : undefined}
        open={open}
        onOpenChange={setOpen}
        onChange={({ preset, from, to }) => {
          // The same preset once more means: up to now.
          if (preset === state.range && from === state.from && to === state.to) refresh();
          else setState({ range: preset, from, to });
        }}
      />
      <Button look="quiet" aria-label={t("refresh")} title={t("refresh")} className="px-0" onClick={refresh}>
        <RefreshCw aria-hidden className={clsx("size-4", busy && "animate-spin")} />
      </Button>
    </div>
  );
}

/** The live switch: on or off is in the address, how it goes is what the page reports. `byDefault`: the Live page. */
export function LiveControl({ byDefault = false }: { byDefault?: boolean }) {
  const t = useTranslations("live");
  const [on, setOn] = useQueryState("live", parseAsBoolean.withDefault(byDefault));
  const { live } = usePageReport();
  const toggle = () => setOn(!on);
  useShortcut({ keys: "l", label: t("toggle"), group: "frame" }, toggle);
  return (
    <LiveSwitch
      state={on ? (live === null || live === "off" ? "reconnecting" : live) : "off"}
      onToggle={toggle}
    />
  );
}

/** Copies an address that shows the same screen to another person, later too. */
export function CopyLink({ ranged }: { ranged: boolean }) {
  const t = useTranslations("frame");
  const toast = useToast();
  const [state] = useQueryStates(rangeParsers);
  const { anchor } = usePageReport();
  const copy = async () => {
    const href = window.location.href;
    const copied = await copyText(ranged ? absoluteLink(href, state, anchor()) : href);
    if (copied) toast(t("linkCopied"), { detail: ranged ? t("linkAbsolute") : undefined });
    else toast(t("linkNotCopied"), { tone: "bad" });
  };
  useShortcut({ keys: "c", label: t("copyLink"), group: "frame" }, copy);
  return (
    <Button
      look="quiet"
      className="px-0"
      aria-label={t("copyLink")}
      aria-keyshortcuts="c"
      title={t("copyLink")}
      onClick={copy}
    >
      <Link2 aria-hidden className="size-4" />
    </Button>
  );
}
