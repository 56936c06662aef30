import { Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { VisibleText } from "@/components/ui/visible-text";
import type { AuditEntry } from "@/server/complaints/view-schemas";
import { useEventName } from "./event-name";
import { Person } from "./person";
import { useMoment, When } from "./when";

/** Every event about a complaint, oldest first, with the service that said it; compensated entries carry their mark. */
export function AuditTrail({
  trail,
  people,
  me,
}: {
  trail: readonly AuditEntry[];
  people: Readonly<Record<string, string>>;
  me: string | undefined;
}) {
  const t = useTranslations("complaint.audit");
  const name = useEventName();
  const moment = useMoment();
  return (
    <table aria-label={t("list")} className="w-full text-start text-sm">
      <thead className="text-xs text-muted">
        <tr className="border-b border-line">
          {(["at", "what", "service", "by"] as const).map((column) => (
            <th
              key={column}
              scope="col"
              className={`px-2 py-1.5 text-start font-medium first:ps-4 last:pe-4 ${column === "service" ? "max-sm:hidden" : ""}`}
            >
              {t(`column.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {trail.map((entry) => (
          <tr key={entry.eventId} className="border-b border-line align-top last:border-0 hover:bg-raised">
            <td className="py-1.5 ps-4 pe-2 text-xs text-muted tabular-nums">
              <When value={entry.at} />
            </td>
            <td className="px-2 py-1.5">
              <span className="flex flex-wrap items-center gap-x-2">
                <span className="font-medium">{name(entry.eventType)}</span>
                {entry.compensated && (
                  <span title={moment(entry.compensated.at)}>
                    <Badge icon={Undo2} tone="warn">
                      {t("compensated")}
                    </Badge>
                  </span>
                )}
              </span>
              <VisibleText value={entry.eventType} className="block font-mono text-2xs text-muted" />
            </td>
            <td className="px-2 py-1.5 text-xs text-muted max-sm:hidden">
              <VisibleText value={entry.service} />
            </td>
            <td className="py-1.5 ps-2 pe-4 text-xs">
              {entry.by !== null && <Person id={entry.by} people={people} me={me} />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
