import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { holdsMask } from "@/components/masking/masked-value";
import { VisibleText } from "@/components/ui/visible-text";
import type { DeadLetterDetail } from "@/server/dead-letters/dead-letter-schemas";

/** What the message belongs to: its event and what that caused, its stream, its complaint, its correlation, its cause. */
export function BelongsTo({ detail, complaint }: { detail: DeadLetterDetail; complaint: string | null }) {
  const t = useTranslations("deadLetters.belongs");
  const { item, event } = detail;
  const { streamId, correlationId, vhost, groupId } = item;
  const search = (filters: Record<string, string>) =>
    `/events?${new URLSearchParams({ ...filters, vhost, range: "all" })}`;
  const links: { key: Parameters<typeof t>[0]; href: string; value: string }[] = [
    { key: "cause", href: `/dead-letters/messages?group=${groupId}`, value: item.queue },
  ];
  if (event)
    links.push({ key: "event", href: `/events/${event.recordId}`, value: item.eventType ?? event.recordId });
  if (event && event.effects > 0 && item.eventId && !holdsMask(item.eventId))
    links.push({
      key: "effects",
      href: search({ causationId: item.eventId }),
      value: t(event.effectsExact ? "effectCount" : "effectsAtLeast", { count: event.effects }),
    });
  if (complaint !== null)
    links.push({ key: "complaint", href: `/complaints/${encodeURIComponent(complaint)}`, value: complaint });
  if (streamId && !holdsMask(streamId))
    links.push({ key: "stream", href: search({ streamId }), value: streamId });
  if (correlationId && !holdsMask(correlationId))
    links.push({ key: "correlation", href: search({ correlationId }), value: correlationId });
  return (
    <ul className="divide-y divide-line">
      {links.map(({ key, href, value }) => (
        <li key={key}>
          <Link href={href} className="flex min-h-11 items-center gap-3 px-4 py-1.5 hover:bg-raised">
            <span className="min-w-0 flex-1">
              <span className="block text-sm">{t(key)}</span>
              <VisibleText value={value} className="block truncate font-mono text-xs text-muted" />
            </span>
            <ArrowRight aria-hidden className="size-4 shrink-0 text-muted rtl:rotate-180" />
          </Link>
        </li>
      ))}
    </ul>
  );
}
