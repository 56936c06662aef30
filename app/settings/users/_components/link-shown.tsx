"use client";

import { useFormatter, useTranslations } from "next-intl";
import { ShownOnce } from "@/components/access/shown-once";

/** A link by which somebody sets a password, until when it works, and that it is not shown again. */
export function LinkShown({ url, expiresAt }: { url: string; expiresAt: string }) {
  const t = useTranslations("users");
  const format = useFormatter();
  const until = format.dateTime(new Date(expiresAt), { dateStyle: "medium", timeStyle: "short" });
  return (
    <ShownOnce label={t("link")} secret={url}>
      {t("linkAbout", { until })}
    </ShownOnce>
  );
}
