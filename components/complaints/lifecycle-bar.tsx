"use client";

import clsx from "clsx";
import { useTranslations } from "next-intl";
import type { ComplaintView } from "@/server/complaints/view-schemas";
import { STATUS_ICONS } from "./complaint-badges";
import { useDuration } from "./duration";
import { useNow } from "./now";

/** The statuses in their order: how long each lasted in all, which one it is now, and which are still ahead. */
export function LifecycleBar({
  view,
  statuses,
}: {
  view: Pick<ComplaintView, "status" | "timeline">;
  /** In their order. */
  statuses: readonly ComplaintView["status"][];
}) {
  const t = useTranslations("complaint.timeline");
  const status = useTranslations("complaints.status");
  const duration = useDuration();
  const now = useNow();
  const spent = spentIn(view.timeline, now);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <ol aria-label={t("steps")} tabIndex={0} className="flex min-w-0 gap-1 overflow-x-auto -outline-offset-2">
      {statuses.map((id) => {
        const current = id === view.status;
        const ms = spent[id];
        const Icon = STATUS_ICONS[id];
        return (
          <li
            key={id}
            aria-current={current ? "step" : undefined}
            className={clsx(
              "flex min-w-28 flex-1 flex-col gap-0.5 rounded-md border-t-2 px-2 pt-1.5 pb-1 text-sm",
              current
                ? "border-accent bg-accent-soft text-ink"
                : ms === undefined
                  ? "border-line text-muted"
                  : "border-good text-ink",
            )}
          >
            <span className="flex items-center gap-1.5 font-medium">
              <Icon
                aria-hidden
                className={clsx("size-3.5 shrink-0", current ? "text-accent" : "text-muted")}
              />
              {status(id)}
            </span>
            <span className="text-xs text-muted tabular-nums">
              {ms === undefined ? t("stepAhead") : t(current ? "stepNow" : "stepSum", { time: duration(ms) })}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

/** Milliseconds in each status, all its times together; one that it was never in is missing. */
function spentIn(timeline: ComplaintView["timeline"], now: number) {
  const spent: Partial<Record<ComplaintView["status"], number>> = {};
  for (const entry of timeline) {
    if (entry.status === entry.previousStatus) continue;
    const ms = entry.lastedMs ?? Math.max(0, now - Date.parse(entry.at));
    spent[entry.status] = (spent[entry.status] ?? 0) + ms;
  }
  return spent;
}
