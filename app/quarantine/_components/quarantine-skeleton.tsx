"use client";

import { useTranslations } from "next-intl";

/** The list before its rows are there. */
export function QuarantineSkeleton() {
  const t = useTranslations("quarantine");
  return (
    <div role="status" aria-label={t("loading")} className="divide-y divide-line">
      {["w-1/2", "w-2/3", "w-2/5", "w-3/5", "w-1/3"].map((width) => (
        <div key={width} className="flex items-start gap-4 px-4 py-2.5">
          <div className="skeleton h-3 w-28 shrink-0" />
          <div className="flex flex-1 flex-col gap-1.5">
            <div className={`skeleton h-3.5 ${width}`} />
            <div className="skeleton h-3 w-3/4" />
          </div>
          <div className="skeleton h-3 w-20" />
        </div>
      ))}
    </div>
  );
}
