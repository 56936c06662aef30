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
  /** Null: closed. */
  selection: DeadLetterSelection | null;
  onClose: () => void;
  onDone?: () => void;
}

/** Discards dead letters, or takes that back, after saying how many that is and what becomes of them. */
export function SettleDialog({ change, selection, onClose, onDone }: Props) {
  const t = useTranslations("deadLetters.settle");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const say = useToast();
  // Counted when it is asked for: the dialog must not name a number of before.
  const preview = useQuery(
    trpc.deadLetters.settlePreview.queryOptions(
      { selection: selection ?? { filter: {} }, change },
      { enabled: selection !== null, staleTime: 0, gcTime: 0, retry: false },
    ),
  );
  const changed = () => queries.invalidateQueries({ queryKey: trpc.deadLetters.pathKey() });
  const discard = useMutation(trpc.deadLetters.discard.mutationOptions({ retry: false, onSettled: changed }));
  const restore = useMutation(trpc.deadLetters.restore.mutationOptions({ retry: false, onSettled: changed }));
  const { changeable = 0, claimed = 0, otherState = 0, through = null } = preview.data ?? {};
  const ready = preview.isSuccess && !preview.isFetching;
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
    if (selection === null || through === null) return;
    const { changed } =
      change === "discard"
        ? await discard.mutateAsync({ selection, through, reason: reason ?? "" })
        : await restore.mutateAsync({ selection, through, reason });
    say(t(`${change}.done`, { count: changed }));
    onDone?.();
  };
  return (
    <ConfirmDialog
      open={selection !== null && ((ready && !nothing) || preview.isError)}
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
