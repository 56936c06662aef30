"use client";

import { useQuery } from "@tanstack/react-query";
import { ListChecks } from "lucide-react";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/app/_trpc/react";
import { useNow } from "@/components/complaints/now";
import { Card, CardFailed, CardSkeleton } from "@/components/event/card";
import { PlanPreview } from "@/components/redrives/plan-preview";

/** What a plan that was kept would do if it were started now. */
export function PlannedPreview({ id }: { id: string }) {
  const t = useTranslations("redrives");
  const trpc = useTRPC();
  const now = useNow();
  const query = useQuery(trpc.redrives.preview.queryOptions({ id }));
  return (
    <Card icon={ListChecks} title={t("wouldDo")}>
      {query.data ? (
        <div className="px-4 py-3">
          <PlanPreview preview={query.data} now={now} />
        </div>
      ) : query.isError ? (
        <CardFailed message={query.error.message} onRetry={() => query.refetch()} />
      ) : (
        <CardSkeleton />
      )}
    </Card>
  );
}
