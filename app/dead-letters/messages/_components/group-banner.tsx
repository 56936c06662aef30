"use client";

import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useTRPC } from "@/app/_trpc/react";
import { ClassBadge, ReasonText } from "@/components/dead-letters/badges";
import { CausePath, CauseTitle } from "@/components/dead-letters/cause-title";
import { HourBars } from "@/components/dead-letters/hour-bars";
import { StateBar } from "@/components/dead-letters/state-bar";
import { Button } from "@/components/ui/button";
import { VisibleText } from "@/components/ui/visible-text";

/** The cause that the list is of: what it is, how it goes on, and the way back to all messages. */
export default function GroupBanner({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useTranslations("deadLetters");
  const format = useFormatter();
  const trpc = useTRPC();
  const { data: group, error } = useQuery(trpc.deadLetters.group.queryOptions({ id }, { retry: false }));
  return (
    <section
      aria-label={t("cause")}
      className="flex shrink-0 items-start gap-4 border-b border-line bg-surface px-4 py-2.5"
    >
      <div className="min-w-0 flex-1">
        {group ? (
          <>
            <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
              <h2 className="min-w-0 text-sm font-semibold">
                <CauseTitle cause={group} />
              </h2>
              <ClassBadge errorClass={group.errorClass} />
              {group.errorType && (
                <span className="text-xs text-muted">
                  <ReasonText reason={group.reason} />
                </span>
              )}
            </div>
            {group.signature !== "" && (
              <p className="mt-0.5 line-clamp-2 font-mono text-xs text-muted [overflow-wrap:anywhere]">
                <VisibleText value={group.signature} />
              </p>
            )}
            <div className="mt-1 flex flex-wrap items-center gap-x-4 gap-y-1 text-xs text-muted">
              <CausePath cause={group} />
              <StateBar counts={group.counts} />
              {group.share !== null && group.share > 0 && (
                <span title={t("shareHint")}>
                  {t("share", {
                    share: format.number(group.share, { style: "percent", maximumFractionDigits: 1 }),
                  })}
                </span>
              )}
            </div>
          </>
        ) : error ? (
          <p role="alert" className="text-sm text-bad">
            {error.message}
          </p>
        ) : (
          <div className="skeleton h-5 w-1/2" />
        )}
      </div>
      {group && <HourBars hours={group.hours} className="h-8 w-36 shrink-0 max-sm:hidden" />}
      <Button
        look="quiet"
        className="px-1.5"
        aria-label={t("allCauses")}
        title={t("allCauses")}
        onClick={onClose}
      >
        <X aria-hidden className="size-4" />
      </Button>
    </section>
  );
}
