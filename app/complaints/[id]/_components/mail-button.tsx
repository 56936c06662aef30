"use client";

import type { NotificationEntry } from "@/server/complaints/view-schemas";

/** Opens the mail as it was sent. */
export function MailButton({ entry: _ }: { entry: NotificationEntry }) {
  return null;
}
