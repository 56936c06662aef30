"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { Dialog } from "@/components/ui/dialog";
import type { DeadLetterSelection } from "@/server/dead-letters/dead-letter-filter";

const PatchForm = dynamic(() => import("./patch-form"), { ssr: false });

/** Changes many dead letters in the same way: writes a patch, shows what it would do to each, and does it. */
export function PatchDialog({
  selection,
  onClose,
}: {
  /** Null: closed. */
  selection: DeadLetterSelection | null;
  onClose: () => void;
}) {
  const t = useTranslations("deadLetterEdit.patch");
  return (
    <Dialog
      shape="wide"
      title={selection && "ids" in selection ? t("title", { count: selection.ids.length }) : t("titleAll")}
      description={t("about")}
      open={selection !== null}
      onOpenChange={(open) => !open && onClose()}
      focusField
    >
      {selection && <PatchForm selection={selection} onDone={onClose} />}
    </Dialog>
  );
}
