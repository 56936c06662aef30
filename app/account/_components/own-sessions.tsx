"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { SessionList } from "@/components/access/session-list";
import { Button } from "@/components/ui/button";
import { FormProblem } from "@/components/ui/form-problem";
import { useToast } from "@/components/ui/toast";
import { useTRPC } from "../../_trpc/react";

/** Where one is signed in, and how to end that. */
export function OwnSessions() {
  const t = useTranslations("account");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const toast = useToast();
  const sessions = useQuery(trpc.access.sessions.queryOptions(undefined, { retry: false }));
  const again = {
    onSettled: () => queries.invalidateQueries(trpc.access.sessions.queryFilter()),
  };
  const end = useMutation(trpc.access.endSession.mutationOptions(again));
  const endOthers = useMutation(
    trpc.access.endOtherSessions.mutationOptions({
      ...again,
      onSuccess: ({ ended }) => toast(t("othersEnded", { count: ended })),
    }),
  );
  const others = sessions.data?.some(({ current }) => !current) ?? false;
  return (
    <div className="flex flex-col gap-3">
      <FormProblem>{(sessions.error || end.error || endOthers.error) && t("failed")}</FormProblem>
      <SessionList sessions={sessions.data ?? []} busy={end.isPending} onEnd={(id) => end.mutate({ id })} />
      {others && (
        <div>
          <Button disabled={endOthers.isPending} onClick={() => endOthers.mutate()}>
            {t("endOthers")}
          </Button>
        </div>
      )}
    </div>
  );
}
