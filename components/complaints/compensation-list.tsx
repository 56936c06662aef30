import { CircleCheck, CircleX, Clock } from "lucide-react";
import { useTranslations } from "next-intl";
import { VisibleText } from "@/components/ui/visible-text";
import type { CompensationEntry } from "@/server/complaints/view-schemas";
import { CompensationBadge } from "./complaint-badges";
import { nameOf } from "./name-of";
import { useMoment } from "./when";

const ICONS = { waiting: Clock, done: CircleCheck, failed: CircleX };
const COLOURS = { waiting: "text-muted", done: "text-good", failed: "text-bad" };

/** Compensations of a complaint, newest first, action by action. */
export function CompensationList({
  compensations,
  people,
}: {
  compensations: readonly CompensationEntry[];
  people: Readonly<Record<string, string>>;
}) {
  const t = useTranslations("complaint.compensations");
  const moment = useMoment();
  return (
    <ul aria-label={t("title")} className="divide-y divide-line">
      {compensations.toReversed().map((entry) => (
        <li key={entry.compensationId} className="px-4 py-3">
          <div className="flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-muted">
            <CompensationBadge compensation={entry.state} />
            <bdi>
              {t("requiredBy", {
                who: nameOf(people, entry.requiredBy),
                when: moment(entry.requiredAt),
              })}
            </bdi>
          </div>
          <p className="mt-1 text-sm">
            <VisibleText value={entry.reason} title={false} className="[overflow-wrap:anywhere]" />
          </p>
          <ol className="mt-2 flex flex-col gap-1">
            {entry.actions.map((action) => {
              const Icon = ICONS[action.state];
              return (
                <li key={action.order} className="flex items-start gap-2 text-sm">
                  <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${COLOURS[action.state]}`} />
                  <span className="min-w-0">
                    <VisibleText value={action.action} className="font-mono text-xs" />{" "}
                    <span className="text-xs text-muted">
                      <VisibleText value={action.service} /> · {t(`action.${action.state}`)}
                      {action.at !== null && ` · ${moment(action.at)}`}
                    </span>
                    {action.reason !== null && (
                      <span className="block text-xs text-bad">
                        <VisibleText value={action.reason} title={false} />
                      </span>
                    )}
                  </span>
                </li>
              );
            })}
          </ol>
          {entry.state === "failed" && <p className="mt-2 text-xs text-muted">{t("failedHint")}</p>}
        </li>
      ))}
    </ul>
  );
}
