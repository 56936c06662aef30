"use client";

import { CircleHelp, MailCheck, Mails, MailX } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Badge, type Tone } from "@/components/ui/badge";
import { Notice } from "@/components/ui/notice";
import { VisibleText } from "@/components/ui/visible-text";
import type { NotificationEntry } from "@/server/complaints/view-schemas";
import { When } from "./when";

const STATES = {
  sent: [MailCheck, "good"],
  failed: [MailX, "bad"],
  in_doubt: [CircleHelp, "warn"],
} as const satisfies Record<NotificationEntry["state"], readonly [typeof MailCheck, Tone]>;

/** The mails about a complaint, newest first. `children` draws the way to one of them. */
export function NotificationList({
  notifications,
  children,
}: {
  notifications: readonly NotificationEntry[];
  children: (entry: NotificationEntry) => ReactNode;
}) {
  const t = useTranslations("complaint.notifications");
  if (notifications.length === 0)
    return (
      <Notice icon={Mails} title={t("none")}>
        {t("noneHint")}
      </Notice>
    );
  return (
    <ul aria-label={t("list")} className="divide-y divide-line">
      {notifications.toReversed().map((entry) => {
        const [icon, tone] = STATES[entry.state];
        return (
          <li key={entry.notificationId} className="flex flex-wrap items-start gap-x-3 gap-y-1 px-4 py-2.5">
            <div className="min-w-0 flex-1 basis-60">
              <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <span className="min-w-0 font-medium [overflow-wrap:anywhere]">
                  {entry.subject === null ? (
                    <i className="text-muted">{t("noSubject")}</i>
                  ) : (
                    <VisibleText value={entry.subject} />
                  )}
                </span>
                <Badge icon={icon} tone={tone}>
                  {t(`state.${entry.state}`)}
                </Badge>
                {entry.compensated && <Badge>{t(`compensated.${entry.compensated.how}`)}</Badge>}
              </div>
              <p className="mt-0.5 flex flex-wrap gap-x-2 text-xs text-muted">
                <span>{t(`audience.${entry.audience}`)}</span>
                <bdi className="[overflow-wrap:anywhere]">
                  {entry.recipient === null ? t("nobody") : t("to", { recipient: entry.recipient })}
                </bdi>
                <When value={entry.at} className="tabular-nums" />
              </p>
              {entry.reason !== null && (
                <p className="mt-0.5 text-xs text-bad">
                  <VisibleText value={entry.reason} title={false} />
                </p>
              )}
            </div>
            {children(entry)}
          </li>
        );
      })}
    </ul>
  );
}
