"use client";

import { RotateCcw, Save, Send } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import type { EditPreview } from "@/server/dead-letters/edit-schemas";
import type { PatchRefusal } from "@/server/dead-letters/patch-refusal";

/** Saves what is edited, alone or with a redrive; each asks first, and says what will happen. */
export function SaveBar({
  next,
  changed,
  preview,
  textRefusal,
  onSave,
  onAgain,
}: {
  /** The version that it will be. */
  next: number;
  changed: boolean;
  /** Of exactly what would be saved; null while it is not known. */
  preview: EditPreview | null;
  /** Why the body cannot be edited. */
  textRefusal: PatchRefusal | null;
  onSave: (redrive: boolean, reason: string | undefined) => unknown;
  /** Throws away what is edited, and reads the dead letter again. */
  onAgain: () => void;
}) {
  const t = useTranslations("deadLetterEdit");
  const consequences = preview ? consequencesOf(preview, next) : [];
  const said = consequences.map(([key, values]) => t(`consequence.${key}`, values));
  const reason =
    textRefusal === "binary" || textRefusal === "encoded" || textRefusal === "too_large"
      ? textRefusal
      : "other";
  return (
    <div className="flex flex-col gap-2">
      {textRefusal && <p className="text-sm text-muted">{t(`notText.${reason}`)}</p>}
      <p role="status" className="text-xs text-muted">
        {!changed && t("nothingToSave")}
      </p>
      <ConfirmDialog
        title={t("redriveTitle", { version: next })}
        consequences={[...said, t("consequence.redrive"), t("consequence.recorded")]}
        confirmLabel={t("saveAndRedrive")}
        onConfirm={(why) => onSave(true, why)}
        trigger={
          <Button look="primary" disabled={!preview}>
            <Send aria-hidden className="size-4" />
            {t("saveAndRedrive")}
          </Button>
        }
      />
      <ConfirmDialog
        title={t("saveTitle", { version: next })}
        consequences={[...said, t("consequence.recorded")]}
        confirmLabel={t("save")}
        onConfirm={(why) => onSave(false, why)}
        trigger={
          <Button disabled={!preview}>
            <Save aria-hidden className="size-4" />
            {t("save")}
          </Button>
        }
      />
      <Button look="quiet" disabled={!changed} onClick={onAgain}>
        <RotateCcw aria-hidden className="size-4" />
        {t("discardChanges")}
      </Button>
    </div>
  );
}

type Consequence = "version" | "changed" | "layout" | "key" | "problems" | "unchecked";

function consequencesOf(
  { changes, problems, shape }: EditPreview,
  version: number,
): [Consequence, Record<string, number>][] {
  const values = changes.body.length;
  const headers = changes.headers.length;
  return [
    ["version", { version }],
    ...(values + headers > 0
      ? [["changed", { values, headers }] as [Consequence, Record<string, number>]]
      : []),
    ...(changes.layoutOnly ? [["layout", {}] as [Consequence, Record<string, number>]] : []),
    ...(changes.routingKey ? [["key", {}] as [Consequence, Record<string, number>]] : []),
    ...(problems.length > 0
      ? [["problems", { count: problems.length }] as [Consequence, Record<string, number>]]
      : shape.source === "none"
        ? [["unchecked", {}] as [Consequence, Record<string, number>]]
        : []),
  ];
}
