"use client";

import { CircleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";

/** A page failed to draw: the frame around it stays, so that the way to the others is open. */
export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  const t = useTranslations("failed");
  return (
    <Notice
      icon={CircleAlert}
      role="alert"
      title={t("page")}
      actions={
        <Button look="primary" onClick={reset}>
          {t("retry")}
        </Button>
      }
    >
      {error.digest && <code className="select-all">{error.digest}</code>}
    </Notice>
  );
}
