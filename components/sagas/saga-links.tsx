import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { VisibleText } from "@/components/ui/visible-text";
import type { SagaItem } from "@/server/sagas/saga-schemas";
import { SagaBadge } from "./saga-badge";

/** The sagas that something belongs to, each as the way to its page. */
export function SagaLinks({ sagas }: { sagas: readonly SagaItem[] }) {
  const t = useTranslations("sagas.its");
  const format = useFormatter();
  return (
    <ul className="divide-y divide-line">
      {sagas.map((saga) => (
        <li key={saga.id}>
          <Link
            href={`/sagas/${saga.id}`}
            className="flex min-h-11 items-center gap-3 px-4 py-1.5 hover:bg-raised"
          >
            <span className="min-w-0 flex-1">
              <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5 text-sm">
                <VisibleText
                  value={saga.definition?.title ?? saga.type}
                  className="font-medium [overflow-wrap:anywhere]"
                />
                <SagaBadge {...saga} />
              </span>
              <span className="block truncate text-xs text-muted">
                {t("about", {
                  events: saga.events,
                  moment: format.dateTime(new Date(saga.startedAt / 1_000), {
                    dateStyle: "medium",
                    timeStyle: "short",
                  }),
                })}
              </span>
            </span>
            <ArrowRight aria-hidden className="size-4 shrink-0 text-muted rtl:rotate-180" />
          </Link>
        </li>
      ))}
    </ul>
  );
}
