import { useTranslations } from "next-intl";
import type { ReactElement } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { makeVisible } from "@/components/ui/visible-text";

/** Asks before the compensation of a saga is started by hand: what will happen, and why somebody wants it. */
export function CompensateDialog({
  title,
  complaint,
  onConfirm,
  trigger,
}: {
  /** How the saga is called. Hostile text. */
  title: string;
  /** It is about a complaint of our own, whose service undoes it; else a message is published. */
  complaint: boolean;
  onConfirm: (reason: string) => unknown;
  trigger: ReactElement;
}) {
  const t = useTranslations("sagaSettings.compensate");
  return (
    <ConfirmDialog
      title={t("title", { title: makeVisible(title) })}
      consequences={[t(complaint ? "complaint" : "publish"), t("followed"), t("noWayBack")]}
      confirmLabel={t("confirm")}
      tone="bad"
      needsReason
      onConfirm={(reason) => onConfirm(reason ?? "")}
      trigger={trigger}
    />
  );
}
