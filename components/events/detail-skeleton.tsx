"use client";

import { useTranslations } from "next-intl";

/** An opened message before it is there. */
export function DetailSkeleton() {
  const t = useTranslations("detail");
  return (
    <div role="status" aria-label={t("loading")} className="flex flex-col gap-3 p-4">
      <div className="skeleton h-6 w-1/2" />
      <div className="skeleton h-3 w-1/3" />
      {["w-2/3", "w-1/2", "w-3/4", "w-2/5", "w-3/5"].map((width) => (
        <div key={width} className={`skeleton h-3 ${width}`} />
      ))}
    </div>
  );
}
