import clsx from "clsx";
import { CirclePause, Radio, RefreshCw } from "lucide-react";
import { useTranslations } from "next-intl";

export type LiveState = "off" | "live" | "paused" | "reconnecting";

const ICONS = { off: Radio, live: Radio, paused: CirclePause, reconnecting: RefreshCw };

/** The switch for live rows; its word says what is the case. */
export function LiveControl({ state, onToggle }: { state: LiveState; onToggle: () => void }) {
  const t = useTranslations("live");
  const Icon = ICONS[state];
  return (
    <button
      type="button"
      role="switch"
      aria-checked={state !== "off"}
      aria-label={t("label")}
      title={t(`hint.${state}`)}
      onClick={onToggle}
      className={clsx(
        "inline-flex min-h-8 items-center gap-1.5 rounded-md border px-2.5 text-sm font-medium whitespace-nowrap",
        state === "off"
          ? "border-line-strong bg-surface text-muted hover:bg-raised"
          : "border-accent bg-accent-soft text-accent",
      )}
    >
      <Icon aria-hidden className={clsx("size-4", state === "reconnecting" && "animate-spin")} />
      <span aria-live="polite">{t(state)}</span>
    </button>
  );
}

/** Rows that wait. They come into the list when the reader asks for them. */
export function WaitingPill({
  count,
  dropped,
  onTake,
}: {
  count: number;
  dropped: number;
  onTake: () => void;
}) {
  const t = useTranslations("live");
  return (
    <div className="pointer-events-none absolute inset-x-0 top-3 z-10 flex justify-center" role="status">
      {count > 0 && (
        <button
          type="button"
          onClick={onTake}
          className="pointer-events-auto min-h-8 rounded-full bg-accent px-4 text-sm font-medium text-on-accent shadow-lg"
        >
          {t("waiting", { count })}
          {dropped > 0 && (
            <span className="ms-1.5 font-normal opacity-85">{t("dropped", { count: dropped })}</span>
          )}
        </button>
      )}
    </div>
  );
}
