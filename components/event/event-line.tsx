import clsx from "clsx";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { EventBadges } from "@/components/events/event-badges";
import { ExchangeName, Moment } from "@/components/events/event-row";
import { UnreadableReason } from "@/components/events/unreadable-reason";
import { VisibleText } from "@/components/ui/visible-text";
import type { AuditItem } from "@/server/audit/audit-schemas";
import { Elapsed } from "./elapsed";

interface Props {
  item: AuditItem;
  /** It is the one that the page is about. */
  current: boolean;
  /** Before the type: a place in a stream, a branch of a tree. */
  lead?: ReactNode;
  /** Under the line: what is to be known about it here. */
  note?: ReactNode;
  /** Time since another one, in place of the moment. */
  since?: string;
}

/** One message in a list that belongs to another: what it is, and the way to its page. */
export function EventLine({ item, current, lead, note, since }: Props) {
  const t = useTranslations("eventPage");
  const { message, event } = item;
  return (
    <div
      className={clsx(
        "flex min-h-9 items-start gap-2.5 px-4 py-1.5 text-sm",
        current ? "bg-accent-soft" : "hover:bg-raised",
      )}
    >
      {lead}
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
          <Link
            href={`/events/${message.id}`}
            aria-current={current ? "page" : undefined}
            className={clsx(
              "min-w-0 font-medium [overflow-wrap:anywhere] hover:underline",
              !event && "text-muted italic",
            )}
          >
            {event ? <VisibleText value={event.eventType} /> : <UnreadableReason message={message} />}
          </Link>
          {current && <span className="text-2xs font-medium text-accent">{t("thisOne")}</span>}
          <EventBadges message={message} />
        </div>
        <div className="flex flex-wrap gap-x-2 text-xs text-muted">
          <ExchangeName value={message.exchange} />
          {event?.streamId && <VisibleText value={event.streamId} className="[overflow-wrap:anywhere]" />}
          {event?.producer && <VisibleText value={event.producer} />}
        </div>
        {note}
      </div>
      <div className="shrink-0 pt-0.5 text-end text-xs text-muted tabular-nums">
        {since === undefined ? (
          <Moment value={message.receivedAt} />
        ) : (
          <span title={message.receivedAt}>
            <Elapsed ms={Date.parse(message.receivedAt) - Date.parse(since)} />
          </span>
        )}
      </div>
    </div>
  );
}
