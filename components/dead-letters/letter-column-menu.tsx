"use client";

import { ColumnMenu } from "@/components/tables/column-menu";
import type { LetterColumnId } from "./letter-column-ids";
import { useLetterColumns } from "./letter-columns";
import { type ColumnChoice, useLetterLook } from "./letter-list";

/** Chooses the columns of the list. */
export function LetterColumnMenu({ columns, onColumns }: ColumnChoice) {
  const [look, setLook] = useLetterLook();
  return (
    <ColumnMenu
      columns={useLetterColumns()}
      chosen={columns}
      onChosen={(chosen) => onColumns(chosen as LetterColumnId[] | null)}
      look={look}
      onLook={setLook}
    />
  );
}
