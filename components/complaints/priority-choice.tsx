"use client";

import { useTranslations } from "next-intl";
import { Segmented } from "@/components/ui/segmented";
import { TARGET_HOURS } from "@/server/complaints/targets";
import { PRIORITIES, type Priority } from "@/server/complaints/words";
import { useDuration } from "./duration";

/** Chooses a priority, and says how long there is to resolve it. */
export function PriorityChoice({
  value,
  onChange,
}: {
  value: Priority;
  onChange: (value: Priority) => void;
}) {
  const t = useTranslations("complaint.new");
  const names = useTranslations("complaints.priority");
  const duration = useDuration();
  return (
    <div className="flex min-w-0 flex-col items-start gap-1">
      <span aria-hidden className="text-sm font-medium">
        {t("priority")}
      </span>
      <Segmented
        label={t("priority")}
        value={value}
        options={PRIORITIES.map((value) => ({ value, label: names(value) }))}
        onChange={onChange}
      />
      <p className="text-xs text-muted">
        {t("priorityHint", { time: duration(TARGET_HOURS[value] * 3_600_000) })}
      </p>
    </div>
  );
}
