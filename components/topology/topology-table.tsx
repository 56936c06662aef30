"use client";

import clsx from "clsx";
import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Skeleton } from "@/components/ui/skeleton";
import { VirtualRows } from "@/components/ui/virtual-rows";

export interface Column<Row> {
  id: string;
  label: string;
  cell: (row: Row) => ReactNode;
  /** What to sort by; without it the column cannot be sorted. Unknown sorts last. */
  value?: (row: Row) => string | number | null;
  numeric?: boolean;
  /** Classes that show it only where there is room. */
  room?: string;
}

/** `in.desc` → the column `in`, downwards. */
export interface Sort {
  column: string;
  descending: boolean;
}

export function parseSort(text: string | null): Sort {
  const [column = "", direction] = (text ?? "").split(".");
  return column === "" ? { column: "name", descending: false } : { column, descending: direction === "desc" };
}

/** Rows in the order of a column; equal ones by the order that they came in. What is not known comes last. */
export function sortRows<Row>(rows: readonly Row[], columns: readonly Column<Row>[], sort: Sort): Row[] {
  const value = columns.find((column) => column.id === sort.column)?.value;
  if (!value) return [...rows];
  const sign = sort.descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [x, y] = [value(a), value(b)];
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
    return x < y ? -sign : x > y ? sign : 0;
  });
}

/** A table of which only the rows in sight are drawn. The first cell opens the row. */
export function TopologyTable<Row extends { name: string }>({
  label,
  rows,
  columns,
  grid,
  sort,
  onSort,
  selected,
  onSelect,
  foot,
}: {
  label: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  /** Classes that lay out the columns, for every width. */
  grid: string;
  sort: Sort;
  onSort: (sort: Sort) => void;
  selected: string | null;
  onSelect: (name: string) => void;
  foot?: ReactNode;
}) {
  const line = clsx("grid items-center gap-x-3 px-4", grid);
  return (
    <VirtualRows
      role="table"
      aria-label={label}
      aria-rowcount={rows.length + 1}
      className="@container/topology h-full overflow-auto"
      count={rows.length}
      rowHeight={52}
      foot={foot}
      head={
        <div
          role="row"
          tabIndex={-1}
          aria-rowindex={1}
          className={clsx(line, "sticky top-0 z-10 border-b border-line bg-surface")}
        >
          {columns.map((column) => (
            <Head key={column.id} column={column} sort={sort} onSort={onSort} />
          ))}
        </div>
      }
      row={(index) => {
        const row = rows[index]!;
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the name in it is a button; a click beside it is a convenience
          <div
            key={row.name}
            role="row"
            tabIndex={-1}
            aria-rowindex={index + 2}
            data-row
            onClick={() => onSelect(row.name)}
            className={clsx(
              line,
              "h-13 cursor-pointer border-b border-line text-sm hover:bg-raised",
              selected === row.name && "bg-accent-soft hover:bg-accent-soft",
            )}
          >
            {columns.map((column) => (
              <div
                key={column.id}
                role="cell"
                className={clsx("min-w-0", column.numeric && "text-end", column.room)}
              >
                {column.cell(row)}
              </div>
            ))}
          </div>
        );
      }}
    />
  );
}

function Head<Row>({
  column,
  sort,
  onSort,
}: {
  column: Column<Row>;
  sort: Sort;
  onSort: (sort: Sort) => void;
}) {
  const t = useTranslations("topology");
  const active = sort.column === column.id;
  const Icon = !active ? ChevronsUpDown : sort.descending ? ArrowDown : ArrowUp;
  return (
    <div
      role="columnheader"
      tabIndex={-1}
      aria-sort={active ? (sort.descending ? "descending" : "ascending") : undefined}
      className={clsx("min-w-0 text-xs font-medium text-muted", column.numeric && "text-end", column.room)}
    >
      {column.value ? (
        <button
          type="button"
          title={t("sortBy", { column: column.label })}
          className={clsx(
            "inline-flex min-h-8 max-w-full items-center gap-1 hover:text-ink",
            column.numeric && "flex-row-reverse",
            active && "text-ink",
          )}
          // Numbers are mostly sought from the top.
          onClick={() =>
            onSort({
              column: column.id,
              descending: active ? !sort.descending : (column.numeric ?? false),
            })
          }
        >
          <span className="truncate">{column.label}</span>
          <Icon aria-hidden className={clsx("size-3 shrink-0", !active && "opacity-50")} />
        </button>
      ) : (
        <span className="inline-flex min-h-8 items-center">{column.label}</span>
      )}
    </div>
  );
}

/** Rows that are being asked for. */
export function TopologyTableSkeleton() {
  return (
    <div className="min-h-0 flex-1 overflow-hidden">
      {Array.from({ length: 14 }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same
        <div key={index} className="flex h-13 items-center gap-3 border-b border-line px-4">
          <Skeleton className="h-4 w-56" />
          <Skeleton className="h-4 w-20" />
          <Skeleton className="h-4 flex-1 max-sm:hidden" />
          <Skeleton className="h-4 w-16 max-md:hidden" />
        </div>
      ))}
    </div>
  );
}
