import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { CopyButton } from "@/components/ui/copy-button";

/** A secret that is shown this once: a link or a token. */
export function ShownOnce({
  label,
  secret,
  children,
}: {
  label: string;
  secret: string;
  children: ReactNode;
}) {
  const t = useTranslations("users");
  return (
    <div className="flex flex-col gap-2">
      <p className="text-sm">{children}</p>
      <div className="flex items-start gap-1 rounded-md bg-raised p-2">
        <output aria-label={label} className="min-w-0 flex-1 font-mono text-sm break-all select-all">
          {secret}
        </output>
        <CopyButton text={secret} label={t("copy", { what: label })} />
      </div>
    </div>
  );
}
