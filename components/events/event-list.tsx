"use client";

import { useTranslations } from "next-intl";
import type { ReactNode, Ref } from "react";
import { ColumnMenu } from "@/components/tables/column-menu";
import { readLook, type TableLook } from "@/components/tables/column-state";
import type { CellFilter } from "@/components/tables/table-column";
import { TableSkeleton, VirtualTable } from "@/components/tables/virtual-table";
import { useStored } from "@/components/ui/use-stored";
import type { VirtualRowsHandle } from "@/components/ui/virtual-rows";
import type { AuditItem } from "@/server/audit/audit-schemas";
import type { EventColumnId } from "./event-column-ids";
import { useEventColumns } from "./event-columns";
import type { FilterField } from "./filter-fields";

interface Props {
  items: readonly AuditItem[];
  /** All that match, where known. */
  total: number | null;
  columns: readonly EventColumnId[] | null;
  onColumns: (columns: EventColumnId[] | null) => void;
  /** -1: none. */
  active: number;
  selected: string | null;
  /** The rows belong to an earlier search; the new ones are on their way. */
  stale: boolean;
  foot: ReactNode;
  handle: Ref<VirtualRowsHandle>;
  onSelect: (id: string, index: number) => void;
  onFilter: (field: FilterField, value: string) => void;
  onNearEnd?: () => void;
  onScrolled?: (top: number) => void;
}

/** Widths and density of the event list, kept in this browser for the events and the live page together. */
export function useEventListLook(): [TableLook, (look: TableLook) => void] {
  return useStored("table.events", readLook);
}

/** The list of messages: in two lines each where it is narrow, else in the chosen columns. */
export function EventList({ items, columns, onColumns, selected, onSelect, onFilter, ...rest }: Props) {
  const t = useTranslations("events");
  const [look, setLook] = useEventListLook();
  return (
    <VirtualTable
      {...rest}
      label={t("list")}
      items={items}
      idOf={idOf}
      columns={useEventColumns()}
      chosen={columns}
      onChosen={(chosen) => onColumns(chosen as EventColumnId[] | null)}
      look={look}
      onLook={setLook}
      selected={selected === null ? null : `event-${selected}`}
      onSelect={(item, index) => onSelect(item.message.id, index)}
      onFilter={({ field, value }: CellFilter) => onFilter(field as FilterField, value)}
    />
  );
}

const idOf = (item: AuditItem) => `event-${item.message.id}`;

/** The list before its rows are there. */
export function EventListSkeleton({ columns = null }: { columns?: readonly EventColumnId[] | null }) {
  const t = useTranslations("events");
  const [look] = useEventListLook();
  return <TableSkeleton columns={useEventColumns()} chosen={columns} look={look} label={t("loading")} />;
}

/** Chooses the columns of the list. */
export function EventColumnMenu({
  columns,
  onColumns,
}: {
  columns: readonly EventColumnId[] | null;
  onColumns: (columns: EventColumnId[] | null) => void;
}) {
  const [look, setLook] = useEventListLook();
  return (
    <ColumnMenu
      columns={useEventColumns()}
      chosen={columns}
      onChosen={(chosen) => onColumns(chosen as EventColumnId[] | null)}
      look={look}
      onLook={setLook}
    />
  );
}
