"use client";

import { ChevronDown, ChevronUp, type LucideIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";

/** A chart over a list that can be folded, before its numbers are there and where they cannot be had. */
export function FoldedChart<Data>({
  icon: Icon,
  name,
  height,
  open,
  onOpen,
  query,
  children,
}: {
  icon: LucideIcon;
  name: string;
  height: "h-20" | "h-24";
  open: boolean;
  onOpen: (open: boolean) => void;
  query: {
    data: Data | undefined;
    isError: boolean;
    error: { message: string } | null;
    refetch: () => unknown;
  };
  /** The chart, with what stands at its head. */
  children: (data: Data, head: { title: ReactNode; fold: ReactNode }) => ReactNode;
}) {
  const t = useTranslations("charts");
  const fold = (
    <Button
      look="quiet"
      className="min-h-7 min-w-7 px-0"
      aria-label={t(open ? "hide" : "show")}
      title={t(open ? "hide" : "show")}
      aria-expanded={open}
      onClick={() => onOpen(!open)}
    >
      {open ? <ChevronUp aria-hidden className="size-4" /> : <ChevronDown aria-hidden className="size-4" />}
    </Button>
  );
  const title = (
    <h2 className="flex shrink-0 items-center gap-1.5 text-xs font-medium text-muted">
      <Icon aria-hidden className="size-3.5" />
      <span className={open ? "max-md:sr-only" : ""}>{name}</span>
    </h2>
  );
  return (
    <section aria-label={name} className="shrink-0 border-b border-line bg-surface px-4 py-1">
      {open && query.data !== undefined ? (
        children(query.data, { title, fold })
      ) : (
        <>
          <div className="flex items-center justify-between">
            {title}
            {fold}
          </div>
          {open && query.isError && (
            <div role="alert" className={`flex ${height} items-center justify-center gap-2 text-xs`}>
              {t("failed", { reason: query.error?.message ?? "" })}
              <Button onClick={() => query.refetch()}>{t("retry")}</Button>
            </div>
          )}
          {open && !query.isError && <Skeleton className={height} />}
        </>
      )}
    </section>
  );
}
