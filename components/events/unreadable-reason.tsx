import { useFormatter, useTranslations } from "next-intl";
import { makeVisible } from "@/components/ui/visible-text";
import type { AuditMessage } from "@/server/audit/audit-schemas";

/** Why a message is unreadable, in the reader's language; what no code says stays as it was stored. */
export function UnreadableReason({ message }: { message: Pick<AuditMessage, "unreadable"> }) {
  const text = useUnreadableReason()(message);
  return <>{text}</>;
}

/** The same as a text. */
export function useUnreadableReason(): (message: Pick<AuditMessage, "unreadable">) => string {
  const t = useTranslations("unreadable");
  const format = useFormatter();
  return ({ unreadable }) => {
    if (!unreadable) return t("unknown");
    const { code, detail } = unreadable;
    if (detail === null) return t(`code.${code}`);
    if (code === "other") return makeVisible(detail);
    const shown = /^\d+$/.test(detail) ? format.number(Number(detail)) : makeVisible(detail);
    return t(`with.${code}`, { detail: shown });
  };
}
