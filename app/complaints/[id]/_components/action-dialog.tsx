"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useMe } from "@/app/_access/me";
import { useTRPC, useTRPCClient } from "@/app/_trpc/react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { FormProblem } from "@/components/ui/form-problem";
import { useToast } from "@/components/ui/toast";
import {
  assignInput,
  closeInput,
  commentInput,
  compensationInput,
  priorityInput,
  processInput,
  reopenInput,
} from "@/server/complaints/command-inputs";
import { allowedCommands } from "@/server/complaints/complaint-commands";
import type { ComplaintOutput } from "@/server/complaints/complaint-schemas";
import { useRequestKey } from "../../_components/request-key";
import { useDraft } from "../../_components/use-draft";
import { ActionFields } from "./action-fields";
import { type ActionKind, commandOf } from "./action-kinds";
import { conflictOf } from "./conflict";
import { ConflictNotice } from "./conflict-notice";
import { type ActionValues, sendAction } from "./send-action";

/** The schemas of the API. A complaint is resolved with a resolution, which processing alone may go without. */
const SCHEMAS = {
  assign: assignInput,
  reassign: assignInput,
  start: closeInput,
  resolve: processInput.required(),
  close: closeInput,
  reopen: reopenInput,
  comment: commentInput,
  changePriority: priorityInput,
  requireCompensation: compensationInput,
} as const;

interface Props {
  kind: ActionKind;
  complaint: Pick<ComplaintOutput, "view" | "people">;
  onClose: () => void;
}

/**
 * The form of one action. When somebody else was faster, it says what they did, and can be sent again as it is. What is
 * typed survives that, a failure, and a reload.
 */
export default function ActionDialog({ kind, complaint: { view, people }, onClose }: Props) {
  const t = useTranslations("complaint");
  const trpc = useTRPC();
  const { complaints } = useTRPCClient();
  const queries = useQueryClient();
  const toast = useToast();
  const keyOf = useRequestKey();
  const me = useMe()?.id ?? "";
  // What the form was opened with: what changes meanwhile on the page does not count as seen.
  const [seen, setSeen] = useState(view.version);
  const form = useForm<ActionValues>({
    defaultValues: initialOf(kind, { priority: view.priority, me }),
    resolver: zodResolver(SCHEMAS[kind] as typeof closeInput) as never,
  });
  const forget = useDraft(`complaint.${view.id}.${kind}`, form);
  const send = useMutation({
    mutationFn: (values: ActionValues) => {
      // A comment goes with whatever the complaint is by now.
      const what = { id: view.id, ...(kind === "comment" ? {} : { expectedVersion: seen }) };
      return sendAction(complaints, kind, values, { ...what, key: keyOf([kind, what, values]) });
    },
    onSuccess: async (answer) => {
      forget();
      // A question that went out before would put back what the complaint was then.
      await queries.cancelQueries(trpc.complaints.one.queryFilter({ id: view.id }));
      queries.setQueryData(trpc.complaints.one.queryKey({ id: view.id }), (known) =>
        known ? { ...known, view: answer.view, people: answer.people } : known,
      );
      void queries.invalidateQueries(trpc.complaints.events.queryFilter({ id: view.id }));
      void queries.invalidateQueries(trpc.complaints.list.infiniteQueryFilter());
      void queries.invalidateQueries(trpc.complaints.counts.queryFilter());
      toast(t(`done.${kind}`));
      onClose();
    },
    onError: (error) => {
      const conflict = conflictOf(error);
      if (conflict?.version !== undefined) setSeen(conflict.version);
      if (conflict) void queries.invalidateQueries(trpc.complaints.one.queryFilter({ id: view.id }));
    },
  });
  const conflict = conflictOf(send.error);
  const possible =
    conflict === null ||
    (conflict.allowed ?? allowedCommands(conflict.status, view.compensation === "running")).includes(
      commandOf(kind) as never,
    );
  return (
    <Dialog title={t(`action.${kind}`)} focusField open onOpenChange={(open) => !open && onClose()}>
      <form
        noValidate
        method="post"
        onSubmit={form.handleSubmit((values) => send.mutate(values))}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit();
        }}
        className="flex flex-col gap-4"
      >
        <ActionFields kind={kind} form={form} />
        {conflict ? (
          <ConflictNotice conflict={conflict} people={people} possible={possible} />
        ) : (
          <FormProblem>{send.error?.message}</FormProblem>
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{t("form.cancel")}</Button>
          <Button
            type="submit"
            look="primary"
            disabled={send.isPending || !possible}
            aria-keyshortcuts="Control+Enter"
          >
            {send.isPending ? t("form.sending") : conflict ? t("conflict.again") : t(`action.${kind}`)}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function initialOf(kind: ActionKind, now: { priority: ActionValues["priority"]; me: string }): ActionValues {
  switch (kind) {
    case "assign":
      return { assignedTo: now.me };
    case "reassign":
      return { assignedTo: "" };
    case "resolve":
      return { resolution: "" };
    case "comment":
      return { text: "" };
    case "reopen":
    case "requireCompensation":
      return { reason: "" };
    case "changePriority":
      return { priority: now.priority };
    case "start":
    case "close":
      return {};
  }
}
