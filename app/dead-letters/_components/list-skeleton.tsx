"use client";

import { useTranslations } from "next-intl";

/** A list of the room before its rows are there. */
export function ListSkeleton() {
  const t = useTranslations("deadLetters");
  return (
    <div role="status" aria-label={t("loading")} className="divide-y divide-line">
      {["w-1/2", "w-2/3", "w-2/5", "w-3/5", "w-1/3", "w-1/4"].map((width) => (
        <div key={width} className="flex items-center gap-5 px-4 py-3">
          <div className="flex flex-1 flex-col gap-2">
            <div className={`skeleton h-4 ${width}`} />
            <div className="skeleton h-3 w-3/4" />
            <div className="skeleton h-3 w-1/3" />
          </div>
          <div className="skeleton h-7 w-36 max-lg:hidden" />
          <div className="skeleton h-8 w-24" />
        </div>
      ))}
    </div>
  );
}
