"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { CellFilter, TableColumn } from "@/components/tables/table-column";
import { VisibleText } from "@/components/ui/visible-text";
import type { AuditEvent, AuditItem } from "@/server/audit/audit-schemas";
import { EventBadges } from "./event-badges";
import { EVENT_COLUMNS, type EventColumnId } from "./event-column-ids";
import { ExchangeName, Moment, Size } from "./event-row";
import type { FilterField } from "./filter-fields";
import { UnreadableReason } from "./unreadable-reason";

type EventColumn = Omit<TableColumn<AuditItem>, "id" | "label">;

/** The columns of the event list, named in the reader's language. */
export function useEventColumns(): TableColumn<AuditItem>[] {
  const t = useTranslations("events.column");
  return useMemo(() => EVENT_COLUMNS.map((id) => ({ id, label: t(id), ...COLUMNS[id] })), [t]);
}

const QUIET = "truncate text-muted";
const CODE = "truncate font-mono text-xs text-muted";

const COLUMNS: Record<EventColumnId, EventColumn> = {
  time: {
    byDefault: "always",
    narrow: true,
    width: "[flex:0_0_6.75rem] @min-[44rem]/table:[flex:var(--w-time,0_0_9.75rem)]",
    className: "text-muted tabular-nums",
    draw: ({ message }) => <Moment value={message.receivedAt} />,
  },
  exchange: {
    byDefault: "medium",
    width: "[flex:var(--w-exchange,0.9_1_7rem)]",
    className: "truncate",
    draw: ({ message }) => <ExchangeName value={message.exchange} />,
    filter: ({ message }) => ({ field: "exchange", value: message.exchange }),
  },
  routingKey: {
    byDefault: "medium",
    width: "[flex:var(--w-routingKey,1_1_8rem)]",
    className: CODE,
    draw: ({ message }) => <VisibleText value={message.routingKey} />,
    filter: ({ message }) => (message.routingKey === "" ? null : by("routingKey", message.routingKey)),
  },
  eventType: {
    byDefault: "always",
    narrow: true,
    width: "[flex:1_1_0%] @min-[44rem]/table:[flex:var(--w-eventType,1.4_1_11rem)]",
    draw: (item) => <What item={item} />,
    filter: ({ event }) => by("eventType", event?.eventType),
  },
  aggregate: {
    byDefault: "wide",
    width: "[flex:var(--w-aggregate,1.1_1_9rem)]",
    className: "truncate",
    draw: ({ event }) =>
      event?.aggregateType &&
      event.aggregateId && (
        <>
          <VisibleText value={event.aggregateType} className="text-muted" />{" "}
          <VisibleText value={event.aggregateId} className="font-mono text-xs" />
        </>
      ),
    filter: ({ event }) => by("aggregateId", event?.aggregateId),
  },
  producer: {
    byDefault: "wide",
    width: "[flex:var(--w-producer,0.9_1_7rem)]",
    className: QUIET,
    draw: ({ event }) => event?.producer && <VisibleText value={event.producer} />,
    filter: ({ event }) => by("producer", event?.producer),
  },
  correlation: {
    byDefault: "wide",
    width: "[flex:var(--w-correlation,0_1_7rem)]",
    className: CODE,
    draw: ({ event }) => event?.correlationId && <VisibleText value={event.correlationId} />,
    filter: ({ event }) => by("correlationId", event?.correlationId),
  },
  size: {
    byDefault: "always",
    narrow: true,
    width: "[flex:0_0_4.25rem] @min-[44rem]/table:[flex:var(--w-size,0_0_4.25rem)]",
    end: true,
    className: "text-xs whitespace-nowrap text-muted tabular-nums",
    draw: ({ message }) => <Size bytes={message.bodySize} />,
  },
  occurredAt: {
    width: "[flex:var(--w-occurredAt,0_0_9.75rem)]",
    className: "text-muted tabular-nums",
    draw: ({ event }) => event?.occurredAt && <Moment value={event.occurredAt} />,
  },
  kind: {
    width: "[flex:var(--w-kind,0_1_7rem)]",
    className: QUIET,
    draw: ({ event }) => event && <Choice field="kind" value={event.kind} />,
    filter: ({ event }) => by("kind", event?.kind),
  },
  arrival: {
    width: "[flex:var(--w-arrival,0_1_7rem)]",
    className: QUIET,
    draw: ({ message }) => <Choice field="arrival" value={message.arrival} />,
    filter: ({ message }) => by("arrival", message.arrival),
  },
  reading: {
    width: "[flex:var(--w-reading,0_1_7rem)]",
    className: QUIET,
    draw: ({ message }) => <Choice field="reading" value={message.reading} />,
    filter: ({ message }) => by("reading", message.reading),
  },
  anomalies: {
    width: "[flex:var(--w-anomalies,1_1_8rem)]",
    className: "truncate text-warn",
    draw: ({ message }) =>
      message.anomalies.length > 0 && <VisibleText value={message.anomalies.join(", ")} />,
    filter: ({ message }) => by("anomaly", String(message.anomalies.length > 0)),
  },
  stream: {
    width: "[flex:var(--w-stream,1_1_10rem)]",
    className: CODE,
    draw: ({ event }) =>
      event?.streamId && (
        <>
          <VisibleText value={event.streamId} />
          {event.streamSeq !== null && <span className="ms-1 tabular-nums">#{event.streamSeq}</span>}
        </>
      ),
    filter: ({ event }) => by("streamId", event?.streamId),
  },
  eventId: { width: "[flex:var(--w-eventId,1_1_10rem)]", ...code("eventId", "eventId") },
  trace: { width: "[flex:var(--w-trace,1_1_10rem)]", ...code("traceId", "traceId") },
  user: { width: "[flex:var(--w-user,0_1_8rem)]", ...code("actor", "userId") },
  vhost: {
    width: "[flex:var(--w-vhost,0_1_7rem)]",
    className: QUIET,
    draw: ({ message }) => <VisibleText value={message.vhost} />,
    filter: ({ message }) => by("vhost", message.vhost),
  },
};

/** A field of the event in small fixed letters. */
function code(
  field: "eventId" | "traceId" | "actor",
  filter: FilterField,
): Pick<EventColumn, "className" | "draw" | "filter"> {
  const value = (event: AuditEvent | null) => event?.[field];
  return {
    className: CODE,
    draw: ({ event }) => {
      const text = value(event);
      return text ? <VisibleText value={text} /> : null;
    },
    filter: ({ event }) => by(filter, value(event)),
  };
}

function by(field: FilterField, value: string | null | undefined): CellFilter | null {
  return value ? { field, value } : null;
}

/** What happened, with what is out of the ordinary; in a narrow list also where. The link opens it at its own address. */
function What({ item: { message, event } }: { item: AuditItem }) {
  return (
    <>
      <span className="flex min-w-0 items-center gap-1.5">
        <a
          href={`/events/${message.id}`}
          tabIndex={-1}
          draggable={false}
          className="min-w-16 truncate font-medium"
        >
          {event ? (
            <VisibleText value={event.eventType} />
          ) : (
            <span className="font-normal text-muted italic">
              <UnreadableReason message={message} />
            </span>
          )}
        </a>
        <EventBadges message={message} />
      </span>
      <span className="flex min-w-0 gap-1.5 text-xs whitespace-nowrap text-muted @min-[44rem]/table:hidden">
        <span className="flex max-w-3/5 shrink-0">
          <ExchangeName value={message.exchange} />
        </span>
        {event?.streamId && <VisibleText value={event.streamId} className="truncate" />}
      </span>
    </>
  );
}

function Choice({ field, value }: { field: "kind" | "arrival" | "reading"; value: string }) {
  const t = useTranslations("filter.choice");
  return t(`${field}.${value}` as never);
}
