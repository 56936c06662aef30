"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent } from "react";
import { useTRPC } from "@/app/_trpc/react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { useToast } from "@/components/ui/toast";
import type { DeadLetterSelection } from "@/server/dead-letters/dead-letter-filter";

interface Props {
  change: "discard" | "restore";
  selection: DeadLetterSelection;
  onClose: () => void;
  onDone?: (() => void) | undefined;
}

/** The question itself; see settle-dialog.tsx, which loads it. */
export default function SettleWindow({ change, selection, onClose, onDone }: Props) {
  const t = useTranslations("deadLetters.settle");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const say = useToast();
  const changed = () => queries.invalidateQueries({ queryKey: trpc.deadLetters.pathKey() });
  const discard = useMutation(trpc.deadLetters.discard.mutationOptions({ retry: false, onSettled: changed }));
  const restore = useMutation(trpc.deadLetters.restore.mutationOptions({ retry: false, onSettled: changed }));
  const answered = !discard.isIdle || !restore.isIdle;
  // Counted when it is asked for: the dialog must not name a number of before, nor count again what it has just changed.
  const preview = useQuery(
    trpc.deadLetters.settlePreview.queryOptions(
      { selection, change },
      { enabled: !answered, staleTime: 0, gcTime: 0, retry: false },
    ),
  );
  const { changeable = 0, claimed = 0, otherState = 0, through = null } = preview.data ?? {};
  const ready = answered || (preview.isSuccess && !preview.isFetching);
  const nothing = ready && changeable === 0;
  const leftAlone = [
    ...(claimed > 0 ? [t("claimed", { count: claimed })] : []),
    ...(otherState > 0 ? [t("otherState", { count: otherState })] : []),
  ];
  const consequences = preview.isError
    ? [preview.error.message]
    : [t(`${change}.happens`, { count: changeable }), t(`${change}.back`), ...leftAlone, t("later")];
  const tellNothing = useEffectEvent(() => {
    say(t(`${change}.nothing`), { tone: "note", detail: leftAlone.join(" ") });
    onClose();
  });
  useEffect(() => {
    if (nothing) tellNothing();
  }, [nothing]);
  const confirm = async (reason: string | undefined) => {
    if (through === null) return;
    const { changed } =
      change === "discard"
        ? await discard.mutateAsync({ selection, through, reason: reason ?? "" })
        : await restore.mutateAsync({ selection, through, reason });
    say(t(`${change}.done`, { count: changed }));
    onDone?.();
  };
  return (
    <ConfirmDialog
      open={(ready && !nothing) || preview.isError}
      onOpenChange={(open) => !open && onClose()}
      title={preview.isError ? t("notCounted") : t(`${change}.question`, { count: changeable })}
      tone={change === "discard" ? "bad" : "plain"}
      needsReason={change === "discard"}
      consequences={consequences}
      confirmLabel={t(`${change}.confirm`, { count: changeable })}
      onConfirm={confirm}
    />
  );
}
