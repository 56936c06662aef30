import { useTranslations } from "next-intl";
import { VisibleText } from "@/components/ui/visible-text";
import type { DeadLetterItem } from "@/server/dead-letters/dead-letter-schemas";
import { ClassBadge, ReasonText } from "./badges";

type Failed = Pick<DeadLetterItem, "reason" | "errorClass" | "errorType" | "errorMessage" | "failedQueue">;

/** Why it died: what the broker says, and what the headers say. */
export function LetterError({ letter }: { letter: Failed }) {
  const t = useTranslations("deadLetters");
  const { reason, errorClass, errorType, errorMessage, failedQueue } = letter;
  return (
    <div className="text-sm">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="font-medium">
          <ReasonText reason={reason} />
        </span>
        {failedQueue && (
          <span className="min-w-0 text-muted [overflow-wrap:anywhere]">
            {t("in")} <VisibleText value={failedQueue} className="text-ink" />
          </span>
        )}
        <ClassBadge errorClass={errorClass} />
      </p>
      {(errorType || errorMessage) && (
        <p className="mt-2 max-h-48 overflow-y-auto rounded-md bg-raised px-2.5 py-1.5 font-mono text-xs [overflow-wrap:anywhere] whitespace-pre-wrap">
          {errorType && <VisibleText value={errorType} title={false} className="font-semibold" />}
          {errorType && errorMessage && ": "}
          {errorMessage && <VisibleText value={errorMessage} title={false} />}
        </p>
      )}
      {errorClass !== null && <p className="mt-1.5 text-xs text-muted">{t(`classHint.${errorClass}`)}</p>}
    </div>
  );
}
