"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/app/_trpc/react";
import { CardFailed, CardSkeleton } from "@/components/event/card";
import { RouteView } from "@/components/event/route-view";

/** The route of the opened message, asked of the broker when somebody wants to see it. */
export function RouteTab({ id }: { id: string }) {
  const t = useTranslations("eventPage.route");
  const trpc = useTRPC();
  const query = useQuery(trpc.routes.of.queryOptions({ id }));
  if (query.isError) return <CardFailed message={query.error.message} onRetry={() => query.refetch()} />;
  if (!query.data) return <CardSkeleton />;
  return (
    <>
      <p className="px-4 pt-3 text-xs text-muted">{t("asBoundNow")}</p>
      <RouteView route={query.data} />
    </>
  );
}
