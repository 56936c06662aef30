"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";

/** Codes for the day when the telephone is gone. They are shown this once. */
export function BackupCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const t = useTranslations("account");
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm">{t("backupCodesAbout")}</p>
      <ul aria-label={t("backupCodes")} className="grid grid-cols-2 gap-x-6 gap-y-1 font-mono text-sm">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <CopyButton text={() => codes.join("\n")} label={t("copyCodes")}>
          {t("copyCodes")}
        </CopyButton>
        <Button look="primary" onClick={onDone}>
          {t("codesKept")}
        </Button>
      </div>
    </div>
  );
}
