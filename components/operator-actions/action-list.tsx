"use client";

import { useTranslations } from "next-intl";
import type { ReactNode, Ref } from "react";
import { ColumnMenu } from "@/components/tables/column-menu";
import { readLook } from "@/components/tables/column-state";
import type { CellFilter } from "@/components/tables/table-column";
import { TableSkeleton, VirtualTable } from "@/components/tables/virtual-table";
import { useStored } from "@/components/ui/use-stored";
import type { VirtualRowsHandle } from "@/components/ui/virtual-rows";
import type { ActionItem } from "@/server/operator-actions/actions-schemas";
import type { ActionColumnId } from "./action-column-ids";
import { useActionColumns } from "./action-columns";

interface ColumnChoice {
  columns: readonly ActionColumnId[] | null;
  onColumns: (columns: ActionColumnId[] | null) => void;
}

interface Props extends ColumnChoice {
  items: readonly ActionItem[];
  /** All of them are there. */
  complete: boolean;
  active: number;
  selected: string | null;
  stale: boolean;
  foot: ReactNode;
  handle: Ref<VirtualRowsHandle>;
  onSelect: (id: string, index: number) => void;
  onFilter: (filter: CellFilter) => void;
  onNearEnd: () => void;
}

const useLook = () => useStored("table.actions", readLook);
const idOf = ({ id }: ActionItem) => `action-${id}`;

/** The record of actions: in two lines each where it is narrow, else in the chosen columns. */
export function ActionList({ items, complete, columns, onColumns, selected, onSelect, ...rest }: Props) {
  const t = useTranslations("actions");
  const [look, setLook] = useLook();
  return (
    <VirtualTable
      {...rest}
      label={t("list")}
      items={items}
      idOf={idOf}
      total={complete ? items.length : null}
      columns={useActionColumns()}
      chosen={columns}
      onChosen={(chosen) => onColumns(chosen as ActionColumnId[] | null)}
      look={look}
      onLook={setLook}
      selected={selected === null ? null : `action-${selected}`}
      onSelect={(item, index) => onSelect(item.id, index)}
    />
  );
}

/** The list before its rows are there. */
export function ActionListSkeleton({ columns }: Pick<ColumnChoice, "columns">) {
  const t = useTranslations("actions");
  const [look] = useLook();
  return <TableSkeleton columns={useActionColumns()} chosen={columns} look={look} label={t("loading")} />;
}

/** Chooses the columns of the list. */
export function ActionColumnMenu({ columns, onColumns }: ColumnChoice) {
  const [look, setLook] = useLook();
  return (
    <ColumnMenu
      columns={useActionColumns()}
      chosen={columns}
      onChosen={(chosen) => onColumns(chosen as ActionColumnId[] | null)}
      look={look}
      onLook={setLook}
    />
  );
}
