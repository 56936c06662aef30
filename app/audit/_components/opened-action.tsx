"use client";

import { useQuery } from "@tanstack/react-query";
import { SearchX } from "lucide-react";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/app/_trpc/react";
import { ActionPanel } from "@/components/operator-actions/action-panel";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";

/** An opened action: fetched, then drawn. */
export function OpenedAction({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useTranslations("actions");
  const trpc = useTRPC();
  // What is written is written: it never changes.
  const query = useQuery(
    trpc.actions.one.queryOptions({ id }, { retry: false, staleTime: Number.POSITIVE_INFINITY }),
  );
  if (query.isError) {
    return (
      <Notice
        icon={SearchX}
        role="alert"
        title={t("notOpened")}
        actions={<Button onClick={onClose}>{t("close")}</Button>}
      >
        {query.error.message}
      </Notice>
    );
  }
  if (!query.data) {
    return (
      <div role="status" aria-label={t("loading")} className="flex flex-col gap-3 p-4">
        <div className="skeleton h-6 w-1/2" />
        <div className="skeleton h-3 w-1/3" />
        <div className="skeleton h-3 w-2/3" />
      </div>
    );
  }
  return <ActionPanel action={query.data} onClose={onClose} />;
}
