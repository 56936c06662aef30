"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "@/app/_trpc/react";
import { type Draft, draftProblem, newDraft, operationOf } from "@/components/dead-letters/patch/drafts";
import { OperationList } from "@/components/dead-letters/patch/operation-list";
import { PatchResult } from "@/components/dead-letters/patch/patch-result";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { FormProblem } from "@/components/ui/form-problem";
import { useToast } from "@/components/ui/toast";
import type { DeadLetterSelection } from "@/server/dead-letters/dead-letter-filter";
import type { PatchedMessage, PatchPreview } from "@/server/dead-letters/edit-schemas";

/** A preview that somebody looks at, and of which operations it is. */
interface Seen extends PatchPreview {
  drafts: readonly Draft[];
  shown: readonly PatchedMessage[];
}

/** Writes a patch, previews it, applies exactly what was previewed. */
export default function PatchForm({
  selection,
  onDone,
}: {
  selection: DeadLetterSelection;
  onDone: () => void;
}) {
  const t = useTranslations("deadLetterEdit.patch");
  const trpc = useTRPC();
  const router = useRouter();
  const queries = useQueryClient();
  const say = useToast();
  const [drafts, setDrafts] = useState<readonly Draft[]>(() => [newDraft([])]);
  const [told, setTold] = useState(false);
  const [seen, setSeen] = useState<Seen | null>(null);
  const [keeps, setKeeps] = useState(false);
  const [reason, setReason] = useState("");
  const preview = useMutation(trpc.deadLetters.patchPreview.mutationOptions());
  const apply = useMutation(
    trpc.deadLetters.patch.mutationOptions({
      onSuccess: ({ counts, redriveId }) => {
        void queries.invalidateQueries(trpc.deadLetters.pathFilter());
        say(t(redriveId ? "doneAndRedriven" : "done", { count: counts.applies }));
        onDone();
        if (redriveId) router.push(`/dead-letters/redrives/${redriveId}`);
      },
    }),
  );
  const patch = () => drafts.map(operationOf);
  const look = () => {
    setTold(true);
    if (drafts.some((draft) => draftProblem(draft) !== null)) return;
    apply.reset();
    preview.mutate(
      { selection, patch: patch() },
      { onSuccess: (first) => setSeen({ ...first, drafts, shown: first.items }) },
    );
  };
  const more = (known: Seen, after: string) =>
    preview.mutate(
      { selection, patch: patch(), after, ...(known.through === null ? {} : { through: known.through }) },
      {
        onSuccess: ({ items, nextAfter }) =>
          setSeen({ ...known, shown: [...known.shown, ...items], nextAfter }),
      },
    );
  const carryOut = ({ token, through }: Seen, redrive: boolean) =>
    apply.mutate({
      selection,
      patch: patch(),
      accept: keeps,
      ...(token === null ? {} : { token }),
      ...(through === null ? {} : { through }),
      ...(reason.trim() === "" ? {} : { reason: reason.trim() }),
      ...(redrive ? { redrive: {} } : {}),
    });
  const current = seen?.drafts === drafts ? seen : null;
  const counts = seen?.counts ?? null;
  const ready =
    current !== null &&
    counts !== null &&
    counts.applies > 0 &&
    (counts.warned === 0 || keeps) &&
    !apply.isPending;
  return (
    <form
      method="post"
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        look();
      }}
    >
      <OperationList drafts={drafts} told={told} onChange={setDrafts} />
      <div>
        <Button type="submit" look={ready ? "plain" : "primary"} disabled={preview.isPending}>
          {t(preview.isPending ? "previewing" : "preview")}
        </Button>
      </div>
      <FormProblem>{preview.error?.message}</FormProblem>
      {seen && counts && (
        <>
          {!current && (
            <p role="status" className="text-sm text-warn">
              {t("changedSince")}
            </p>
          )}
          <PatchResult
            counts={counts}
            items={seen.shown}
            onMore={current && seen.nextAfter !== null ? () => more(current, seen.nextAfter!) : null}
          />
          {counts.warned > 0 && <Checkbox checked={keeps} onChange={setKeeps} label={t("keepsWarned")} />}
          <Field
            label={t("reason")}
            value={reason}
            maxLength={1_000}
            autoComplete="off"
            onChange={(event) => setReason(event.target.value)}
          />
          <FormProblem>{apply.error?.message}</FormProblem>
          <div className="flex flex-wrap justify-end gap-2">
            <Button disabled={!ready} onClick={() => current && carryOut(current, false)}>
              {apply.isPending ? t("applying") : t("apply", { count: counts.applies })}
            </Button>
            <Button look="primary" disabled={!ready} onClick={() => current && carryOut(current, true)}>
              {t("applyAndRedrive")}
            </Button>
          </div>
        </>
      )}
    </form>
  );
}
