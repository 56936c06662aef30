import { EyeOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import type { WithheldReason } from "@/server/masking/withheld";

/** Stands in place of a body that the reader is not shown. */
export function WithheldBody({ reason }: { reason: WithheldReason }) {
  const t = useTranslations("masked.withheld");
  return (
    <Notice icon={EyeOff} title={t("title")}>
      {t(reason)}
    </Notice>
  );
}

/** A line that says how many properties and headers are masked; nothing where none is. */
export function MaskedFields({ count }: { count: number }) {
  const t = useTranslations("masked");
  if (count === 0) return null;
  return (
    <p className="flex items-center gap-1.5 border-b border-line bg-raised px-4 py-1.5 text-xs text-muted">
      <EyeOff aria-hidden className="size-3.5 shrink-0" />
      {t("fields", { count })}
    </p>
  );
}
