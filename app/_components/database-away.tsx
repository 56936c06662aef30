"use client";

import { DatabaseZap } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";

/** How often it is tried whether the database is back. */
const RETRY_MS = 5_000;

/** In the place of any page while the database does not answer: it knows who may see what. Goes by itself. */
export function DatabaseAway() {
  const t = useTranslations("failed.database");
  const { refresh } = useRouter();
  useEffect(() => {
    const timer = setInterval(refresh, RETRY_MS);
    return () => clearInterval(timer);
  }, [refresh]);
  return (
    <Notice
      icon={DatabaseZap}
      role="alert"
      title={t("title")}
      actions={
        <Button look="primary" onClick={refresh}>
          {t("retry")}
        </Button>
      }
    >
      <p className="text-ink">{t("why")}</p>
      <p className="mt-2">{t("kept")}</p>
      <p className="mt-2">{t("look")}</p>
    </Notice>
  );
}
