"use client";

import { useTranslations } from "next-intl";
import type { ReactNode, Ref } from "react";
import { ColumnMenu } from "@/components/tables/column-menu";
import { readLook } from "@/components/tables/column-state";
import type { CellFilter } from "@/components/tables/table-column";
import { TableSkeleton, VirtualTable } from "@/components/tables/virtual-table";
import { useStored } from "@/components/ui/use-stored";
import type { VirtualRowsHandle } from "@/components/ui/virtual-rows";
import type { SagaItem } from "@/server/sagas/saga-schemas";
import { useRequestColumns, useSagaColumns } from "./saga-columns";

/** Sagas, or requests with their replies. */
export type SagaListKind = "sagas" | "requests";

interface ColumnChoice {
  kind: SagaListKind;
  columns: readonly string[] | null;
  onColumns: (columns: string[] | null) => void;
}

interface Props extends ColumnChoice {
  items: readonly SagaItem[];
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

function useColumns(kind: SagaListKind) {
  const sagas = useSagaColumns();
  const requests = useRequestColumns();
  return kind === "sagas" ? sagas : requests;
}
const useLook = (kind: SagaListKind) => useStored(`table.${kind}`, readLook);
const idOf = ({ id }: SagaItem) => `saga-${id}`;

/** Sagas as a table: in two lines each where it is narrow, else in the chosen columns. */
export function SagaList({ kind, items, complete, columns, onColumns, onOpen, ...rest }: Props) {
  const t = useTranslations("sagas");
  const [look, setLook] = useLook(kind);
  return (
    <VirtualTable
      {...rest}
      label={t(`place.${kind}`)}
      items={items}
      idOf={idOf}
      total={complete ? items.length : null}
      columns={useColumns(kind)}
      chosen={columns}
      onChosen={onColumns}
      look={look}
      onLook={setLook}
      selected={null}
      onSelect={({ id }, index) => onOpen(id, index)}
    />
  );
}

/** The list before its rows are there. */
export function SagaListSkeleton({ kind, columns }: Pick<ColumnChoice, "kind" | "columns">) {
  const t = useTranslations("sagas");
  const [look] = useLook(kind);
  return <TableSkeleton columns={useColumns(kind)} chosen={columns} look={look} label={t("loading")} />;
}

/** Chooses the columns of the list. */
export function SagaColumnMenu({ kind, columns, onColumns }: ColumnChoice) {
  const [look, setLook] = useLook(kind);
  return (
    <ColumnMenu
      columns={useColumns(kind)}
      chosen={columns}
      onChosen={onColumns}
      look={look}
      onLook={setLook}
    />
  );
}
