import { useTranslations } from "next-intl";
import { Moment } from "@/components/events/event-row";
import { VisibleText } from "@/components/ui/visible-text";
import type { ActionLine } from "@/server/operator-actions/actions-schemas";
import { ActionName, OutcomeBadge } from "./action-facts";

/** What was done to a thing, on the thing itself: what, by whom, when. Nothing where nothing was done. */
export function ObjectActions({
  items,
  more,
  className = "px-4 py-3",
}: {
  items: readonly ActionLine[];
  more: boolean;
  className?: string | undefined;
}) {
  const t = useTranslations("actions");
  if (items.length === 0) return null;
  return (
    <section aria-label={t("ofObject")} className={className}>
      <h3 className="mb-1 text-xs font-semibold text-muted">{t("ofObject")}</h3>
      <ol className="flex flex-col gap-1.5 text-sm">
        {items.map(({ id, at, action, who, outcome, reason }) => (
          <li key={id} className="flex flex-wrap items-baseline gap-x-2">
            <span className="min-w-0 flex-1">
              <ActionName name={action} /> <span className="text-muted">{t("by")}</span>{" "}
              <VisibleText value={who} className="[overflow-wrap:anywhere]" />{" "}
              {outcome !== "done" && <OutcomeBadge outcome={outcome} />}
              {reason && (
                <VisibleText
                  value={reason}
                  title={false}
                  className="block text-xs text-muted [overflow-wrap:anywhere]"
                />
              )}
            </span>
            <span className="shrink-0 text-xs text-muted tabular-nums">
              <Moment value={at} />
            </span>
          </li>
        ))}
      </ol>
      {more && <p className="mt-1 text-xs text-muted">{t("older")}</p>}
    </section>
  );
}
