import { useTranslations } from "next-intl";
import { VisibleText } from "@/components/ui/visible-text";

/** A type of events; null: it lies outside of what the reader may see. */
export function TypeName({ type, className }: { type: string | null; className?: string }) {
  const t = useTranslations("flows");
  if (type === null) return <i className="text-muted">{t("outside")}</i>;
  return <VisibleText value={type} className={className ?? "[overflow-wrap:anywhere]"} />;
}
