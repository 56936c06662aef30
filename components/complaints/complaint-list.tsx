"use client";

import { useTranslations } from "next-intl";
import type { ReactNode, Ref } from "react";
import { ColumnMenu } from "@/components/tables/column-menu";
import { readLook } from "@/components/tables/column-state";
import type { CellFilter } from "@/components/tables/table-column";
import { TableSkeleton, VirtualTable } from "@/components/tables/virtual-table";
import { useStored } from "@/components/ui/use-stored";
import type { VirtualRowsHandle } from "@/components/ui/virtual-rows";
import type { ComplaintColumnId } from "./complaint-column-ids";
import { type ComplaintLine, useComplaintColumns } from "./complaint-columns";

interface ColumnChoice {
  columns: readonly ComplaintColumnId[] | null;
  onColumns: (columns: ComplaintColumnId[] | null) => void;
}

interface Props extends ColumnChoice {
  items: readonly ComplaintLine[];
  /** All of them are there. */
  complete: boolean;
  active: number;
  stale: boolean;
  foot: ReactNode;
  handle: Ref<VirtualRowsHandle>;
  onOpen: (id: string, index: number) => void;
  onFilter: (filter: CellFilter) => void;
  onNearEnd: () => void;
}

const useLook = () => useStored("table.complaints", readLook);
const idOf = ({ complaint }: ComplaintLine) => `complaint-${complaint.id}`;

/** Complaints as a table: in two lines each where it is narrow, else in the chosen columns. */
export function ComplaintList({ items, complete, columns, onColumns, onOpen, ...rest }: Props) {
  const t = useTranslations("complaints");
  const [look, setLook] = useLook();
  return (
    <VirtualTable
      {...rest}
      label={t("list")}
      items={items}
      idOf={idOf}
      total={complete ? items.length : null}
      columns={useComplaintColumns()}
      chosen={columns}
      onChosen={(chosen) => onColumns(chosen as ComplaintColumnId[] | null)}
      look={look}
      onLook={setLook}
      selected={null}
      onSelect={({ complaint }, index) => onOpen(complaint.id, index)}
    />
  );
}

/** The list before its rows are there. */
export function ComplaintListSkeleton({ columns }: Pick<ColumnChoice, "columns">) {
  const t = useTranslations("complaints");
  const [look] = useLook();
  return <TableSkeleton columns={useComplaintColumns()} chosen={columns} look={look} label={t("loading")} />;
}

/** Chooses the columns of the list. */
export function ComplaintColumnMenu({ columns, onColumns }: ColumnChoice) {
  const [look, setLook] = useLook();
  return (
    <ColumnMenu
      columns={useComplaintColumns()}
      chosen={columns}
      onChosen={(chosen) => onColumns(chosen as ComplaintColumnId[] | null)}
      look={look}
      onLook={setLook}
    />
  );
}
