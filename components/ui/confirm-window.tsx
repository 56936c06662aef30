"use client";

import { AlertDialog as Base } from "@base-ui/react/alert-dialog";
import { TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "./button";
import type { ConfirmProps } from "./confirm-dialog";
import { Field } from "./field";

/** Characters that the server takes: see server/operator-actions/reason.ts. */
const LONGEST_REASON = 1_000;

/** The question itself; see confirm-dialog.tsx, which loads it. */
export default function ConfirmWindow({
  title,
  consequences,
  confirmLabel,
  tone = "plain",
  needsReason = false,
  onConfirm,
  trigger,
  open = false,
  onOpenChange,
}: ConfirmProps) {
  const t = useTranslations("ui");
  const [running, setRunning] = useState(false);
  const [reason, setReason] = useState("");
  const [failure, setFailure] = useState<string | null>(null);
  const setOpen = (next: boolean) => {
    if (running) return;
    setFailure(null);
    onOpenChange?.(next);
  };
  const confirm = async () => {
    setRunning(true);
    setFailure(null);
    try {
      await onConfirm(reason.trim() || undefined);
      setReason("");
      onOpenChange?.(false);
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    } finally {
      setRunning(false);
    }
  };

  return (
    <Base.Root open={open} onOpenChange={setOpen}>
      {trigger && <Base.Trigger render={trigger} />}
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-veil transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup className="fixed start-1/2 top-[max(1rem,18dvh)] z-40 max-h-[calc(100dvh-2rem)] w-[min(28rem,calc(100vw-2rem))] -translate-x-1/2 overflow-y-auto rounded-lg border border-line bg-surface p-4 text-ink shadow-pop outline-none transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0">
          <Base.Title className="text-lg font-semibold text-balance">{title}</Base.Title>
          <Base.Description render={<div />} className="mt-2 text-sm text-muted">
            <p>{t("willHappen")}</p>
            <ul className="mt-1 list-disc space-y-1 ps-5 text-ink marker:text-muted">
              {consequences.map((consequence, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: sentences have no other name and never move
                <li key={index}>{consequence}</li>
              ))}
            </ul>
          </Base.Description>
          <Field
            label={t(needsReason ? "reasonNeeded" : "reason")}
            hint={t("reasonHint")}
            className="mt-3"
            value={reason}
            maxLength={LONGEST_REASON}
            disabled={running}
            autoComplete="off"
            onChange={(event) => setReason(event.target.value)}
          />
          {failure && (
            <p role="alert" className="mt-3 flex gap-2 rounded-md bg-bad-soft px-3 py-2 text-sm text-bad">
              <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
              <span className="min-w-0 break-words">{failure}</span>
            </p>
          )}
          <div className="mt-4 flex flex-wrap justify-end gap-2">
            <Base.Close render={<Button disabled={running} />}>{t("cancel")}</Base.Close>
            <Button
              look={tone === "bad" ? "bad" : "primary"}
              disabled={running || (needsReason && reason.trim() === "")}
              onClick={confirm}
            >
              {running ? t("running") : confirmLabel}
            </Button>
          </div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
