import clsx from "clsx";
import { CirclePause, Radio, RefreshCw, Rewind } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { LiveState } from "@/components/frame/live-switch";

const ICONS = { off: CirclePause, live: Radio, paused: CirclePause, reconnecting: RefreshCw, behind: Rewind };
const TONES = {
  off: "text-muted",
  live: "text-good",
  paused: "text-warn",
  reconnecting: "text-warn",
  behind: "text-warn",
};

/** How the live list is doing, why it stands still when it does, and how much was left out. */
export function LiveLine({
  state,
  reason,
  dropped,
  children,
}: {
  state: LiveState;
  /** Why it is paused. */
  reason: "hover" | "scroll" | "selection" | "text" | "hidden" | null;
  dropped: number;
  /** More at the end of the line. */
  children: ReactNode;
}) {
  const t = useTranslations("live");
  const format = useFormatter();
  const Icon = ICONS[state];
  return (
    <div
      data-live-state={state}
      data-live-dropped={dropped}
      className="flex min-h-8 items-center gap-x-4 ps-4 pe-2 text-xs"
    >
      <p role="status" className={clsx("flex items-center gap-1.5 font-medium", TONES[state])}>
        <Icon aria-hidden className={clsx("size-3.5 shrink-0", state === "reconnecting" && "animate-spin")} />
        {t(`state.${state}`)}
        {state === "paused" && reason !== null && (
          <span className="font-normal text-muted">{t(`reason.${reason}`)}</span>
        )}
      </p>
      {dropped > 0 && (
        <p className="min-w-0 truncate text-muted tabular-nums" title={t("droppedHint")}>
          {t("droppedCount", { count: dropped, number: format.number(dropped) })}
        </p>
      )}
      <span className="ms-auto flex">{children}</span>
    </div>
  );
}
