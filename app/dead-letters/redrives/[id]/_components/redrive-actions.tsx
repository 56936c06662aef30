"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Hand, Pause, Play } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMay } from "@/app/_access/me";
import { useTRPC } from "@/app/_trpc/react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import type { RedriveView } from "@/server/redrive/redrive-schemas";
import { hasEnded } from "@/server/redrive/redrive-words";

/** Start, pause, resume, abort: what its status allows. */
export function RedriveActions({ redrive }: { redrive: RedriveView }) {
  const t = useTranslations("redrives");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const allowed = useMay();
  const { id, status, total, outcomes } = redrive;
  const done = {
    retry: false as const,
    onSuccess: (next: RedriveView) => queries.setQueryData(trpc.redrives.one.queryKey({ id }), next),
    onSettled: () => queries.invalidateQueries({ queryKey: trpc.redrives.pathKey() }),
  };
  const start = useMutation(trpc.redrives.start.mutationOptions(done));
  const pause = useMutation(trpc.redrives.pause.mutationOptions(done));
  const resume = useMutation(trpc.redrives.resume.mutationOptions(done));
  const abort = useMutation(trpc.redrives.abort.mutationOptions(done));
  if (!allowed("dead-letters.redrive")) return null;
  const left = outcomes.pending ?? 0;
  return (
    <>
      {status === "planned" && (
        <ConfirmDialog
          title={t("ask.start", { count: total })}
          consequences={[t("ask.startSends", { count: total }), t("ask.startHalts")]}
          confirmLabel={t("start", { count: total })}
          onConfirm={(reason) => start.mutateAsync({ id, reason })}
          trigger={
            <Button look="primary">
              <Play aria-hidden className="size-4" />
              {t("start", { count: total })}
            </Button>
          }
        />
      )}
      {status === "running" && (
        <Button disabled={pause.isPending} onClick={() => pause.mutate({ id })}>
          <Pause aria-hidden className="size-4" />
          {t("pause")}
        </Button>
      )}
      {(status === "paused" || status === "halted") && (
        <ConfirmDialog
          title={t("ask.resume", { count: left })}
          consequences={[t("ask.resumeSends", { count: left }), t("ask.resumeHalts")]}
          confirmLabel={t("resume")}
          onConfirm={(reason) => resume.mutateAsync({ id, reason })}
          trigger={
            <Button look="primary">
              <Play aria-hidden className="size-4" />
              {t("resume")}
            </Button>
          }
        />
      )}
      {!hasEnded(status) && (
        <ConfirmDialog
          title={t("ask.abort", { count: left })}
          tone="bad"
          consequences={[t("ask.abortFrees", { count: left }), t("ask.abortKeeps")]}
          confirmLabel={t("abort")}
          onConfirm={(reason) => abort.mutateAsync({ id, reason })}
          trigger={
            <Button>
              <Hand aria-hidden className="size-4" />
              {t("abort")}
            </Button>
          }
        />
      )}
      {pause.isError && (
        <p role="alert" className="text-sm text-bad">
          {pause.error.message}
        </p>
      )}
    </>
  );
}
