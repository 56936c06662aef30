import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { holdsMask } from "@/components/masking/masked-value";
import { VisibleText } from "@/components/ui/visible-text";
import type { AuditItem } from "@/server/audit/audit-schemas";
import type { FilterValues } from "./filter-fields";

/** Where a message leads: each link is a search. */
export function RelatedLinks({ item, href }: { item: AuditItem; href: (filters: FilterValues) => string }) {
  const t = useTranslations("related");
  const { message, event } = item;
  const links: { key: Parameters<typeof t>[0]; to: string; value: string; inferred?: boolean }[] = [];
  const add = (
    key: Parameters<typeof t>[0],
    value: string | null | undefined,
    filters: FilterValues,
    inferred = false,
  ) => {
    // What is masked cannot be searched by.
    if (value && !holdsMask(value)) links.push({ key, to: href(filters), value, inferred });
  };
  if (message.firstId) links.push({ key: "first", to: `/events/${message.firstId}`, value: message.firstId });
  if (event) {
    add(
      "cause",
      event.causationId,
      { eventId: event.causationId ?? "" },
      event.inferred.includes("causationId"),
    );
    add("effects", event.eventId, { causationId: event.eventId ?? "" });
    add(
      "correlation",
      event.correlationId,
      { correlationId: event.correlationId ?? "" },
      event.inferred.includes("correlationId"),
    );
    add("stream", event.streamId, { streamId: event.streamId ?? "" }, event.inferred.includes("aggregateId"));
    add("trace", event.traceId, { traceId: event.traceId ?? "" });
    add("arrivals", event.eventId, { eventId: event.eventId ?? "" });
    for (const reference of event.references) add("reference", reference, { streamId: reference });
  }
  if (links.length === 0) return <p className="px-4 py-6 text-sm text-muted">{t("none")}</p>;
  return (
    <ul className="divide-y divide-line">
      {links.map((link) => (
        <li key={link.key + link.value}>
          <Link href={link.to} className="flex min-h-11 items-center gap-3 px-4 py-1.5 hover:bg-raised">
            <span className="min-w-0 flex-1">
              <span className="block text-sm">
                {t(link.key)}
                {link.inferred && <span className="ms-2 text-2xs text-warn">{t("inferred")}</span>}
              </span>
              <VisibleText value={link.value} className="block truncate font-mono text-xs text-muted" />
            </span>
            <ArrowRight aria-hidden className="size-4 shrink-0 text-muted rtl:rotate-180" />
          </Link>
        </li>
      ))}
    </ul>
  );
}
