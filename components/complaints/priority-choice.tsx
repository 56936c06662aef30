"use client";

import { useTranslations } from "next-intl";
import { Segmented } from "@/components/ui/segmented";
import type { Priority } from "@/server/complaints/words";
import { useDuration } from "./duration";

/** Chooses a priority, and says how long there is to resolve it. */
export function PriorityChoice({
  value,
  hours,
  onChange,
}: {
  value: Priority;
  /** Every priority, in its order, with the hours that there are to resolve it. */
  hours: Readonly<Record<Priority, number>>;
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
        options={(Object.keys(hours) as Priority[]).map((value) => ({ value, label: names(value) }))}
        onChange={onChange}
      />
      <p className="text-xs text-muted">{t("priorityHint", { time: duration(hours[value] * 3_600_000) })}</p>
    </div>
  );
}
