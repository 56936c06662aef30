"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/app/_trpc/react";
import { CardFailed, CardNote, CardSkeleton } from "@/components/event/card";
import { AllLink, CorrelationList } from "@/components/event/related-lists";
import { eventsHref } from "../../../events/_components/search-state";

/** Everything of the correlation under which the complaint was filed, on the wire and in the store. */
export default function CorrelationTab({ id }: { id: string }) {
  const t = useTranslations("complaint.correlation");
  const trpc = useTRPC();
  const events = useQuery(trpc.complaints.events.queryOptions({ id }));
  const first = events.data?.items[0]?.recordId;
  const query = useQuery(
    trpc.audit.correlation.queryOptions({ id: first ?? "" }, { enabled: first !== undefined, staleTime: 0 }),
  );
  const failed = events.error ?? query.error;
  if (failed) {
    return (
      <CardFailed
        message={failed.message}
        onRetry={() => Promise.all([events.refetch(), first !== undefined && query.refetch()])}
      />
    );
  }
  if (!query.data || first === undefined) return <CardSkeleton lines={6} />;
  const { correlationId, total, exact } = query.data;
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4 pe-4">
        <CardNote>{t("hint")}</CardNote>
        {correlationId !== null && (
          <span className="ms-auto text-xs">
            <AllLink href={eventsHref({ correlationId })} count={total} exact={exact} />
          </span>
        )}
      </div>
      <CorrelationList id={first} correlation={query.data} />
    </>
  );
}
