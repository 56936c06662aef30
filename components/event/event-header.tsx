import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { EventBadges } from "@/components/events/event-badges";
import { ExchangeName, Moment } from "@/components/events/event-row";
import { useUnreadableReason } from "@/components/events/unreadable-reason";
import { CopyButton } from "@/components/ui/copy-button";
import { makeVisible, VisibleText } from "@/components/ui/visible-text";
import type { AuditItem } from "@/server/audit/audit-schemas";

/** Head of the page of one message: what it is, who said it, when, where it belongs. */
export function EventHeader({ item, link }: { item: AuditItem; link: () => string }) {
  const t = useTranslations("eventPage");
  const kinds = useTranslations("filter.choice.kind");
  const reason = useUnreadableReason();
  const { message, event } = item;
  return (
    <header className="border-b border-line bg-surface px-4 py-3">
      <div className="mx-auto flex max-w-[112rem] flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-80">
          <Link
            href="/events"
            className="mb-0.5 flex min-h-6 w-fit items-center gap-1.5 text-xs text-muted hover:text-ink"
          >
            <ArrowLeft aria-hidden className="size-3.5 rtl:rotate-180" />
            {t("back")}
          </Link>
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="min-w-0 text-xl font-semibold tracking-tight [overflow-wrap:anywhere]">
              <VisibleText value={event ? event.eventType : reason(message)} title={false} />
            </h1>
            <EventBadges message={message} />
          </div>
          <dl className="mt-1 flex flex-wrap gap-x-5 gap-y-1 text-sm">
            <Item name={t("when")}>
              <Moment value={message.receivedAt} />
            </Item>
            {event && <Item name={t("kind")}>{kinds(event.kind)}</Item>}
            {event?.producer && (
              <Item name={t("producer")}>
                <VisibleText value={event.producer} className="[overflow-wrap:anywhere]" />
              </Item>
            )}
            <Item name={t("exchange")}>
              <ExchangeName value={message.exchange} />
            </Item>
            {event?.streamId && (
              <Item name={t("streamName")}>
                <VisibleText value={event.streamId} className="[overflow-wrap:anywhere]" />
                {event.streamSeq !== null && (
                  <span className="ms-1.5 whitespace-nowrap text-muted">
                    {t("place", { place: event.streamSeq })}
                  </span>
                )}
              </Item>
            )}
          </dl>
        </div>
        <div className="flex items-center gap-1">
          {event?.eventId && (
            <CopyButton text={makeVisible(event.eventId)} label={t("copyEventId")}>
              {t("eventId")}
            </CopyButton>
          )}
          <CopyButton text={link} label={t("copyLink")}>
            {t("link")}
          </CopyButton>
        </div>
      </div>
    </header>
  );
}

function Item({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className="flex min-w-0 items-baseline gap-1.5">
      <dt className="text-xs whitespace-nowrap text-muted">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}
