import { GitCompareArrows } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { VisibleText } from "@/components/ui/visible-text";
import type { SagaDetail } from "@/server/sagas/saga-schemas";

/** How a saga departs from its definition, step by step, in words. */
export function Departures({ saga }: { saga: Pick<SagaDetail["saga"], "deviations" | "definition"> }) {
  const t = useTranslations("saga.departures");
  const { deviations, definition } = saga;
  if (deviations.length === 0) return null;
  const strong = (chunks: ReactNode) => <strong className="font-semibold">{chunks}</strong>;
  return (
    <section aria-label={t("title")} className="flex items-start gap-2 text-sm">
      <GitCompareArrows aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
      <div className="min-w-0">
        <h2 className="font-medium">
          {t("title")}
          {definition && (
            <span className="ms-1.5 text-xs font-normal text-muted">
              {definition.version === 0 ? t("shipped") : t("version", { version: definition.version })}
            </span>
          )}
        </h2>
        <ul className="list-inside list-disc text-xs marker:text-muted">
          {deviations.map(({ what, type, after }) => (
            <li key={`${what} ${type} ${after ?? ""}`} className="[overflow-wrap:anywhere]">
              {t.rich(after === null ? what : `${what}After`, {
                strong,
                name: () => <VisibleText value={type} />,
                after: () => <VisibleText value={after ?? ""} />,
              })}
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
