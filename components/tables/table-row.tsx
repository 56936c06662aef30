"use client";

import clsx from "clsx";
import { ListFilter } from "lucide-react";
import { useTranslations } from "next-intl";
import { type MouseEvent, memo, useState } from "react";
import type { Density, ShownColumn } from "./column-state";
import type { CellFilter, TableColumn } from "./table-column";
import { ROW_LINE } from "./table-head";

/** Heights of a row in a list that is not narrow, in CSS pixels. */
export const ROW_HEIGHTS: Record<Density, number> = { regular: 34, compact: 28 };
const HEIGHT_CLASSES: Record<Density, string> = {
  regular: "h-14 @min-[44rem]/table:h-[34px]",
  compact: "h-12 @min-[44rem]/table:h-7",
};

interface Props<Item> {
  id: string;
  item: Item;
  index: number;
  columns: readonly ShownColumn<TableColumn<Item>>[];
  density: Density;
  active: boolean;
  selected: boolean;
  onSelect: (index: number) => void;
  onFilter?: ((filter: CellFilter) => void) | undefined;
}

/** One row. The keys are the table's, which has the focus; a click with a modifier is left to the link in the row. */
function Row<Item>(props: Props<Item>) {
  const { id, item, index, columns, density, active, selected, onSelect, onFilter } = props;
  // The ways to filter are drawn for the row under the pointer alone; in the opened row they are reached by keyboard.
  const [hovered, setHovered] = useState(false);
  const onClick = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    onSelect(index);
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the table's, which has the focus
    <div
      id={id}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      tabIndex={-1}
      data-row
      data-active={active || undefined}
      onClick={onClick}
      onPointerEnter={() => setHovered(true)}
      onPointerLeave={() => setHovered(false)}
      className={clsx(
        ROW_LINE,
        HEIGHT_CLASSES[density],
        "cursor-pointer border-b border-line text-sm",
        selected ? "bg-accent-soft" : "hover:bg-raised",
        active && "shadow-[inset_3px_0_0_var(--color-accent)]",
      )}
    >
      {columns.map(({ column, className }) => {
        const filter = hovered && onFilter ? column.filter?.(item) : null;
        return (
          <div
            key={column.id}
            role="gridcell"
            tabIndex={-1}
            className={clsx(
              "relative min-w-0 overflow-hidden",
              column.width,
              column.end && "text-end",
              column.className,
              className,
            )}
          >
            {column.draw(item)}
            {filter && <FilterButton name={column.label} onClick={() => onFilter?.(filter)} />}
          </div>
        );
      })}
    </div>
  );
}

export const TableRow = memo(Row) as typeof Row;

function FilterButton({ name, onClick }: { name: string; onClick: () => void }) {
  const t = useTranslations("table");
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={t("filterBy", { name })}
      title={t("filterBy", { name })}
      onClick={(event) => {
        event.stopPropagation();
        event.preventDefault();
        onClick();
      }}
      className="absolute inset-y-0 end-0 my-auto flex size-6 items-center justify-center rounded-sm border border-line bg-surface text-muted opacity-0 [[role=gridcell]:hover>&]:opacity-100 hover:text-accent"
    >
      <ListFilter aria-hidden className="size-3.5" />
    </button>
  );
}

/** Rows that are not there yet: the real columns, with bars for words. */
export function SkeletonRows<Item>({
  columns,
  density,
}: {
  columns: readonly ShownColumn<TableColumn<Item>>[];
  density: Density;
}) {
  return SKELETON.map((row) => (
    <div key={row} aria-hidden className={clsx(ROW_LINE, HEIGHT_CLASSES[density], "border-b border-line")}>
      {columns.map(({ column, className }, i) => (
        <div key={column.id} className={clsx("min-w-0", column.width, className)}>
          <div className={clsx("skeleton h-3", BARS[(row + i) % BARS.length])} />
        </div>
      ))}
    </div>
  ));
}

const SKELETON = Array.from({ length: 24 }, (_, row) => row);
const BARS = ["w-11/12", "w-2/3", "w-4/5", "w-1/2", "w-3/4"];
