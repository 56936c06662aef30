"use client";

import clsx from "clsx";
import { useTranslations } from "next-intl";
import type { ReactNode, Ref } from "react";
import { VirtualRows, type VirtualRowsHandle } from "@/components/ui/virtual-rows";
import type { AuditItem } from "@/server/audit/audit-schemas";
import { EventRow, ROW_HEIGHT } from "./event-row";

interface Props {
  items: AuditItem[];
  /** All that match, where known. */
  total: number | null;
  active: number;
  selected: string | null;
  /** The rows belong to an earlier search; the new ones are on their way. */
  stale: boolean;
  foot: ReactNode;
  handle: Ref<VirtualRowsHandle>;
  onSelect: (id: string, index: number) => void;
  onNearEnd: () => void;
}

/** The list of messages. The list itself has the focus; the active row is the one that the keys act on. */
export function EventList({
  items,
  total,
  active,
  selected,
  stale,
  foot,
  handle,
  onSelect,
  onNearEnd,
}: Props) {
  const t = useTranslations("events");
  return (
    <VirtualRows
      handle={handle}
      count={items.length}
      rowHeight={ROW_HEIGHT}
      onNearEnd={onNearEnd}
      role="grid"
      tabIndex={0}
      aria-label={t("list")}
      aria-rowcount={total === null ? -1 : total + 1}
      aria-activedescendant={items[active] ? `event-${items[active].message.id}` : undefined}
      aria-busy={stale}
      data-testid="event-list"
      className={clsx(
        "@container/events h-full overflow-y-auto [overflow-anchor:none]",
        stale && "opacity-60",
      )}
      head={<EventListHead />}
      foot={foot}
      row={(index) => {
        const item = items[index]!;
        return (
          <EventRow
            key={item.message.id}
            item={item}
            index={index}
            active={index === active}
            selected={item.message.id === selected}
            onSelect={onSelect}
          />
        );
      }}
    />
  );
}

const MEDIUM = "hidden @min-[44rem]/events:block";
const WIDE = "hidden @min-[68rem]/events:block";
const COLUMNS = [
  ["time", ""],
  ["exchange", MEDIUM],
  ["routingKey", MEDIUM],
  ["eventType", ""],
  ["aggregate", WIDE],
  ["producer", WIDE],
  ["correlation", WIDE],
  ["size", "text-end"],
] as const;
const SKELETON_ROWS = Array.from({ length: 24 }, (_, row) => row);
const BARS = ["w-11/12", "w-2/3", "w-4/5", "w-1/2", "w-3/4"];

/** Names of the columns. */
export function EventListHead() {
  const t = useTranslations("events.column");
  return (
    <div
      role="row"
      aria-rowindex={1}
      tabIndex={-1}
      className="event-grid sticky top-0 z-5 h-8 border-b border-line bg-ground text-xs font-medium text-muted"
    >
      {COLUMNS.map(([name, className]) => (
        <div key={name} role="columnheader" tabIndex={-1} className={clsx("truncate", className)}>
          {t(name)}
        </div>
      ))}
    </div>
  );
}

/** The list before its rows are there: the real columns, with bars for words. */
export function EventListSkeleton() {
  const t = useTranslations("events");
  return (
    <div className="@container/events h-full overflow-hidden" role="status" aria-label={t("loading")}>
      <EventListHead />
      {SKELETON_ROWS.map((row) => (
        <div
          key={row}
          className="event-grid h-14 border-b border-line @min-[44rem]/events:h-[34px]"
          aria-hidden
        >
          {COLUMNS.map(([name, className], i) => (
            <div key={name} className={className}>
              <div className={clsx("skeleton h-3", BARS[(row + i) % BARS.length])} />
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
