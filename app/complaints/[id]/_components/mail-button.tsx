"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMay } from "@/app/_access/me";
import { Button } from "@/components/ui/button";
import type { NotificationEntry } from "@/server/complaints/view-schemas";

const MailDialog = dynamic(() => import("../../../mails/_components/mail-dialog"), { ssr: false });

/** Opens the mail as it was sent, for whoever may read mails. */
export function MailButton({ entry: { notificationId, subject } }: { entry: NotificationEntry }) {
  const t = useTranslations("complaint.notifications");
  const may = useMay();
  const [open, setOpen] = useState(false);
  if (!may("mails.read")) return null;
  return (
    <>
      <Button look="quiet" onClick={() => setOpen(true)}>
        {t("open")}
      </Button>
      {open && <MailDialog id={notificationId} subject={subject} onClose={() => setOpen(false)} />}
    </>
  );
}
