"use client";

import { useTranslations } from "next-intl";
import { Dialog } from "@/components/ui/dialog";
import { OpenedMail } from "./opened-mail";

/** A mail over the page that tells of it. */
export default function MailDialog({
  id,
  subject,
  onClose,
}: {
  id: string;
  subject: string | null;
  onClose: () => void;
}) {
  const t = useTranslations("mails");
  return (
    <Dialog shape="end" title={subject ?? t("content")} open onOpenChange={(open) => !open && onClose()}>
      <OpenedMail id={id} />
    </Dialog>
  );
}
