"use client";

import clsx from "clsx";
import { AlarmClockOff, Clock, ClockCheck } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import type { ComplaintSummary } from "@/server/complaints/view-schemas";
import { useDuration } from "./duration";
import { useNow } from "./now";

type Timed = Pick<ComplaintSummary, "createdAt" | "dueAt" | "resolvedAt">;

/** Age against the time to resolve it by: how much is left or how late it is, and a bar of how much is used up. */
export function Due({ complaint, bar = true }: { complaint: Timed; bar?: boolean }) {
  const t = useTranslations("complaints.due");
  const format = useFormatter();
  const duration = useDuration();
  const now = useNow();
  const { used, over, resolved } = dueOf(complaint, now);
  const late = over > 0;
  const Icon = late ? AlarmClockOff : resolved ? ClockCheck : Clock;
  const words = resolved
    ? t(late ? "missed" : "met", { time: duration(over) })
    : t(late ? "late" : "left", { time: duration(over) });
  const moment = format.dateTime(new Date(complaint.dueAt), { dateStyle: "medium", timeStyle: "short" });
  return (
    <span className="flex min-w-0 flex-col gap-1" title={t("by", { moment })}>
      <span
        className={clsx(
          "flex items-center gap-1 whitespace-nowrap tabular-nums",
          late
            ? resolved
              ? "text-muted"
              : "font-medium text-bad"
            : used > 0.75
              ? "text-warn"
              : "text-muted",
        )}
      >
        <Icon aria-hidden className="size-3.5 shrink-0" />
        {words}
      </span>
      {bar && !resolved && (
        <svg aria-hidden viewBox="0 0 100 3" preserveAspectRatio="none" className="h-[3px] w-full max-w-28">
          <rect width="100" height="3" rx="1.5" className="fill-line" />
          <rect
            width={Math.min(100, used * 100)}
            height="3"
            rx="1.5"
            className={late ? "fill-bad" : used > 0.75 ? "fill-warn" : "fill-accent"}
          />
        </svg>
      )}
    </span>
  );
}

/** `used`: part of the time that is used up; `over`: milliseconds after the time, below zero before it. */
function dueOf({ createdAt, dueAt, resolvedAt }: Timed, now: number) {
  const [from, due] = [Date.parse(createdAt), Date.parse(dueAt)];
  const until = resolvedAt === undefined ? now : Date.parse(resolvedAt);
  return {
    used: Math.max(0, (until - from) / (due - from)),
    over: until - due,
    resolved: resolvedAt !== undefined,
  };
}
