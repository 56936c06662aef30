"use client";

import { useTranslations } from "next-intl";
import type { ReactNode, Ref } from "react";
import { readLook } from "@/components/tables/column-state";
import type { CellFilter } from "@/components/tables/table-column";
import { TableSkeleton, VirtualTable } from "@/components/tables/virtual-table";
import { useStored } from "@/components/ui/use-stored";
import type { VirtualRowsHandle } from "@/components/ui/virtual-rows";
import type { DeadLetterItem } from "@/server/dead-letters/dead-letter-schemas";
import type { LetterColumnId } from "./letter-column-ids";
import { useLetterColumns } from "./letter-columns";

export interface ColumnChoice {
  columns: readonly LetterColumnId[] | null;
  onColumns: (columns: LetterColumnId[] | null) => void;
}

interface Props extends ColumnChoice {
  items: readonly DeadLetterItem[];
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

/** What this browser remembers of the list. */
export const useLetterLook = () => useStored("table.dead-letters", readLook);
const idOf = ({ id }: DeadLetterItem) => `letter-${id}`;

/** Dead letters, newest first. Needs a ChosenProvider around it. */
export function LetterList({ items, complete, columns, onColumns, selected, onSelect, ...rest }: Props) {
  const t = useTranslations("deadLetters");
  const [look, setLook] = useLetterLook();
  return (
    <VirtualTable
      {...rest}
      label={t("place.messages.title")}
      items={items}
      idOf={idOf}
      total={complete ? items.length : null}
      columns={useLetterColumns()}
      chosen={columns}
      onChosen={(chosen) => onColumns(chosen as LetterColumnId[] | null)}
      look={look}
      onLook={setLook}
      selected={selected === null ? null : `letter-${selected}`}
      onSelect={(item, index) => onSelect(item.id, index)}
    />
  );
}

/** The list before its rows are there. */
export function LetterListSkeleton({ columns }: Pick<ColumnChoice, "columns">) {
  const t = useTranslations("deadLetters");
  const [look] = useLetterLook();
  return <TableSkeleton columns={useLetterColumns()} chosen={columns} look={look} label={t("loading")} />;
}
