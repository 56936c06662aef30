"use client";

import { CircleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";

/** A piece of the overview. */
export function Panel({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section aria-label={label} className="min-w-0 rounded-lg border border-line bg-surface px-3.5 py-2.5">
      {children}
    </section>
  );
}

/** A piece that could not be read; the others still stand. */
export function PanelFailed({ message, onRetry }: { message: string; onRetry: () => void }) {
  const t = useTranslations("overview");
  return (
    <div
      role="alert"
      className="flex min-h-32 flex-col items-center justify-center gap-2 text-center text-sm"
    >
      <CircleAlert aria-hidden className="size-5 text-bad" />
      <p>{message}</p>
      <p className="text-xs text-muted">{t("failedHint")}</p>
      <Button onClick={onRetry}>{t("retry")}</Button>
    </div>
  );
}
