import clsx from "clsx";
import { useTranslations } from "next-intl";
import { When } from "@/components/complaints/when";
import { VisibleText } from "@/components/ui/visible-text";
import type { MailItem } from "@/server/notifications/mail-schemas";
import { MailState } from "./mail-state";

/** Mails, newest first; each opens. */
export function MailList({
  mails,
  selected,
  onOpen,
}: {
  mails: readonly MailItem[];
  selected: string | null;
  onOpen: (id: string) => void;
}) {
  const t = useTranslations("mails");
  return (
    <ul aria-label={t("title")} className="divide-y divide-line">
      {mails.map((mail) => (
        <li key={mail.id}>
          <button
            type="button"
            aria-pressed={mail.id === selected}
            onClick={() => onOpen(mail.id)}
            className={clsx(
              "flex w-full flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 text-start -outline-offset-2",
              mail.id === selected ? "bg-accent-soft" : "hover:bg-raised",
            )}
          >
            <span className="min-w-0 flex-1 basis-64">
              <VisibleText value={mail.subject} className="block truncate font-medium" />
              <span className="flex min-w-0 flex-wrap gap-x-2 text-xs text-muted">
                <span>{t(`audience.${mail.audience}`)}</span>
                {mail.recipient === null ? (
                  <i>{t("noAddress")}</i>
                ) : (
                  <VisibleText value={mail.recipient} className="truncate" />
                )}
              </span>
            </span>
            <MailState state={mail.state} />
            <When
              value={mail.settledAt ?? mail.plannedAt}
              className="text-xs whitespace-nowrap text-muted tabular-nums"
            />
          </button>
        </li>
      ))}
    </ul>
  );
}
