"use client";

import { CircleAlert, type LucideIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";

/** What a tab shows before its data is there, or where it cannot be had. */
export function TabState<Data>({
  query,
  above,
  children,
}: {
  query: {
    data: Data | undefined;
    isError: boolean;
    error: { message: string } | null;
    refetch: () => unknown;
  };
  /** What stays over it while there is no data. */
  above?: ReactNode;
  children: (data: Data) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  return (
    <>
      {above}
      <NoData query={query} />
    </>
  );
}

function NoData({
  query,
}: {
  query: { isError: boolean; error: { message: string } | null; refetch: () => unknown };
}) {
  const t = useTranslations("flows");
  if (query.isError) {
    return (
      <Notice
        icon={CircleAlert}
        role="alert"
        title={t("failed")}
        actions={
          <Button look="primary" onClick={() => query.refetch()}>
            {t("retry")}
          </Button>
        }
      >
        {query.error?.message}
      </Notice>
    );
  }
  return (
    <div role="status" aria-label={t("loading")} className="flex flex-col gap-2 p-4">
      {["w-1/3", "w-full", "w-11/12", "w-10/12", "w-9/12", "w-2/3"].map((width) => (
        <Skeleton key={width} className={`h-8 ${width}`} />
      ))}
    </div>
  );
}

/** Nothing is there; and how there may be something. */
export function NothingThere({
  icon,
  title,
  hint,
  filtered,
  onClear,
  onWiden,
}: {
  icon: LucideIcon;
  title: string;
  hint: string;
  filtered: boolean;
  onClear: () => void;
  onWiden: (() => void) | null;
}) {
  const t = useTranslations("flows");
  return (
    <Notice
      icon={icon}
      title={title}
      actions={
        <>
          {filtered && <Button onClick={onClear}>{t("empty.clear")}</Button>}
          {onWiden && <Button onClick={onWiden}>{t("empty.widen")}</Button>}
        </>
      }
    >
      {hint}
    </Notice>
  );
}

/** Says from when on things were counted, where not all could be. */
export function CountedFrom({ moment }: { moment: string | null }) {
  const t = useTranslations("flows");
  if (moment === null) return null;
  return (
    <p role="status" className="border-b border-line bg-warn-soft px-4 py-1.5 text-xs text-warn">
      {t("countedFrom", { moment: new Date(moment) })}
    </p>
  );
}
