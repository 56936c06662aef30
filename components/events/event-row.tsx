import clsx from "clsx";
import { useFormatter, useTranslations } from "next-intl";
import { memo } from "react";
import { VisibleText } from "@/components/ui/visible-text";
import type { AuditItem } from "@/server/audit/audit-schemas";
import { EventBadges } from "./event-badges";

/** Height of a row in a list that is not narrow. */
export const ROW_HEIGHT = 34;

interface Props {
  item: AuditItem;
  index: number;
  active: boolean;
  selected: boolean;
  onSelect: (id: string, index: number) => void;
}

/** One message in the list. In a narrow list a second line takes up the columns that have no room; see `event-grid`. */
export const EventRow = memo(function EventRow({ item, index, active, selected, onSelect }: Props) {
  const { message, event } = item;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the list's, which has the focus
    <div
      id={`event-${message.id}`}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      tabIndex={-1}
      data-row
      data-active={active || undefined}
      onClick={() => onSelect(message.id, index)}
      className={clsx(
        "event-grid h-14 cursor-pointer border-b border-line text-sm @min-[44rem]/events:h-[34px]",
        selected ? "bg-accent-soft" : "hover:bg-raised",
        active && "shadow-[inset_3px_0_0_var(--color-accent)]",
      )}
    >
      <Cell className="text-muted tabular-nums">
        <Moment value={message.receivedAt} />
      </Cell>
      <Cell className="hidden truncate @min-[44rem]/events:block">
        <ExchangeName value={message.exchange} />
      </Cell>
      <Cell className="hidden truncate font-mono text-xs text-muted @min-[44rem]/events:block">
        <VisibleText value={message.routingKey} />
      </Cell>
      <Cell className="min-w-0">
        <div className="flex min-w-0 items-center gap-1.5">
          {event ? (
            <VisibleText value={event.eventType} className="min-w-16 truncate font-medium" />
          ) : (
            <span className="truncate text-muted italic">{message.unreadableReason}</span>
          )}
          <EventBadges message={message} />
        </div>
        <div className="flex min-w-0 gap-1.5 text-xs whitespace-nowrap text-muted @min-[44rem]/events:hidden">
          <span className="flex max-w-3/5 shrink-0">
            <ExchangeName value={message.exchange} />
          </span>
          {event?.streamId && <VisibleText value={event.streamId} className="truncate" />}
        </div>
      </Cell>
      <Cell className="hidden truncate @min-[68rem]/events:block">
        {event?.aggregateType && event.aggregateId && (
          <>
            <VisibleText value={event.aggregateType} className="text-muted" />{" "}
            <VisibleText value={event.aggregateId} className="font-mono text-xs" />
          </>
        )}
      </Cell>
      <Cell className="hidden truncate text-muted @min-[68rem]/events:block">
        {event?.producer && <VisibleText value={event.producer} />}
      </Cell>
      <Cell className="hidden truncate font-mono text-xs text-muted @min-[68rem]/events:block">
        {event?.correlationId && <VisibleText value={event.correlationId} />}
      </Cell>
      <Cell className="text-end text-xs whitespace-nowrap text-muted tabular-nums">
        <Size bytes={message.bodySize} />
      </Cell>
    </div>
  );
});

function Cell({ className, children }: { className?: string; children?: React.ReactNode }) {
  return (
    <div role="gridcell" tabIndex={-1} className={className}>
      {children}
    </div>
  );
}

/** The default exchange has an empty name: it gets a word. */
export function ExchangeName({ value }: { value: string }) {
  const t = useTranslations("event");
  if (value === "") return <i className="text-muted">{t("defaultExchange")}</i>;
  return <VisibleText value={value} className="truncate" />;
}

/** A moment to the millisecond, in the reader's time zone; day and time apart, so that they can break between. */
export function Moment({ value }: { value: string }) {
  const format = useFormatter();
  const date = new Date(value);
  return (
    <time dateTime={value} title={value} className="flex flex-wrap gap-x-2 whitespace-nowrap">
      <span>{format.dateTime(date, { month: "short", day: "2-digit" })}</span>
      <span>
        {format.dateTime(date, {
          hour: "2-digit",
          minute: "2-digit",
          second: "2-digit",
          fractionalSecondDigits: 3,
          hourCycle: "h23",
        })}
      </span>
    </time>
  );
}

/** A number of bytes in the largest unit that keeps it above one. */
export function Size({ bytes }: { bytes: number }) {
  const format = useFormatter();
  const [value, unit] =
    bytes >= 1 << 20
      ? ([bytes / (1 << 20), "megabyte"] as const)
      : bytes >= 1000
        ? ([bytes / 1024, "kilobyte"] as const)
        : ([bytes, "byte"] as const);
  return (
    <>
      {format.number(value, {
        style: "unit",
        unit,
        unitDisplay: "narrow",
        maximumFractionDigits: value < 10 ? 1 : 0,
      })}
    </>
  );
}
