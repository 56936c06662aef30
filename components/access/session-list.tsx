import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { DayAndTime } from "@/components/ui/day-and-time";
import { VisibleText } from "@/components/ui/visible-text";
import type { SessionItem } from "@/server/access/access-schemas";

/** Where somebody is signed in. What browsers say of themselves is a stranger's text. */
export function SessionList({
  sessions,
  busy,
  onEnd,
}: {
  sessions: readonly SessionItem[];
  busy: boolean;
  onEnd: (id: string) => void;
}) {
  const t = useTranslations("account");
  return (
    <ul aria-label={t("sessions")} className="divide-y divide-line">
      {sessions.map((session) => (
        <li key={session.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2 text-sm">
          <span className="min-w-0 flex-1 basis-60">
            <span className="flex items-center gap-2">
              <VisibleText value={session.userAgent ?? t("unknownBrowser")} className="truncate" />
              {session.current && <Badge tone="accent">{t("thisOne")}</Badge>}
            </span>
            <span className="block text-xs text-muted">
              {session.address ?? t("unknownAddress")} · {t("since")} <DayAndTime value={session.createdAt} />{" "}
              · {t("lastUsed")} <DayAndTime value={session.lastUsedAt} />
            </span>
          </span>
          {!session.current && (
            <Button disabled={busy} onClick={() => onEnd(session.id)}>
              {t("end")}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
