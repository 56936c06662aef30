import clsx from "clsx";
import { CirclePause, Radio, RefreshCw, Rewind } from "lucide-react";
import { useTranslations } from "next-intl";

/** `behind`: more came than could be shown, and some of it was passed over. */
export type LiveState = "off" | "live" | "paused" | "reconnecting" | "behind";

const ICONS = { off: Radio, live: Radio, paused: CirclePause, reconnecting: RefreshCw, behind: Rewind };

/** The switch for live rows; its word says what is the case. */
export function LiveSwitch({ state, onToggle }: { state: LiveState; onToggle: () => void }) {
  const t = useTranslations("live");
  const Icon = ICONS[state];
  return (
    <button
      type="button"
      role="switch"
      aria-checked={state !== "off"}
      aria-label={t("label")}
      aria-keyshortcuts="l"
      title={t(`hint.${state}`)}
      onClick={onToggle}
      className={clsx(
        "inline-flex min-h-8 items-center gap-1.5 rounded-md border px-2.5 text-sm font-medium whitespace-nowrap",
        state === "off"
          ? "border-line-strong bg-surface text-muted hover:bg-raised"
          : state === "live"
            ? "border-accent bg-accent-soft text-accent"
            : "border-warn bg-warn-soft text-warn",
      )}
    >
      <Icon aria-hidden className={clsx("size-4", state === "reconnecting" && "animate-spin")} />
      <span aria-live="polite">{t(state)}</span>
    </button>
  );
}
