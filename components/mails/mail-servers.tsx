import { Inbox, MailWarning, Server } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { VisibleText } from "@/components/ui/visible-text";
import type { MailSummary } from "@/server/notifications/mail-schemas";

/** How mails go out, as the workers say it: the built-in server or another, and whether it answers. */
export function MailServers({ servers }: Pick<MailSummary, "servers">) {
  const t = useTranslations("mails.server");
  const format = useFormatter();
  const known = [...new Map(servers.map((server) => [`${server.server} ${server.state}`, server])).values()];
  if (known.length === 0) return <p className="text-xs text-muted">{t("unknown")}</p>;
  return (
    <ul aria-label={t("title")} className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
      {known.map(({ server, state, error, nextTrialAt }) => {
        const own = server === "own";
        const Icon = state === "open" ? MailWarning : own ? Inbox : Server;
        const when =
          nextTrialAt === null ? "" : format.dateTime(new Date(nextTrialAt), { timeStyle: "medium" });
        return (
          <li
            key={`${server} ${state}`}
            className="flex min-w-0 items-center gap-1.5"
            title={error ?? undefined}
          >
            <Icon aria-hidden className={`size-3.5 shrink-0 ${state === "open" ? "text-bad" : ""}`} />
            <span className="min-w-0">
              {own ? t("own") : <VisibleText value={server} className="[overflow-wrap:anywhere]" />}
              <span className={state === "open" ? "text-bad" : ""}> · {t(state, { when })}</span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}
