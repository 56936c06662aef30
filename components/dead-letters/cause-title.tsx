import { useTranslations } from "next-intl";
import { VisibleText } from "@/components/ui/visible-text";
import type { CauseGroup } from "@/server/dead-letters/group-schemas";
import { ReasonText } from "./badges";

type Cause = Pick<CauseGroup, "errorType" | "reason" | "signature">;

/** The name of a cause: the type of the error where there is one, else what the broker says. */
export function CauseTitle({ cause }: { cause: Cause }) {
  if (cause.errorType) return <VisibleText value={cause.errorType} className="[overflow-wrap:anywhere]" />;
  return <ReasonText reason={cause.reason} />;
}

/** From where to where: the queue that failed, and the one that the dead letters lie in. */
export function CausePath({ cause }: { cause: Pick<CauseGroup, "failedQueue" | "queue" | "exchange"> }) {
  const t = useTranslations("deadLetters");
  return (
    <span className="flex min-w-0 flex-wrap items-baseline gap-x-1.5 [overflow-wrap:anywhere]">
      {cause.failedQueue === "" ? (
        <i>{t("failedUnknown")}</i>
      ) : (
        <VisibleText value={cause.failedQueue} className="font-medium text-ink" />
      )}
      <span aria-hidden>→</span>
      <span className="sr-only">{t("deadIn")}</span>
      <VisibleText value={cause.queue} />
    </span>
  );
}
