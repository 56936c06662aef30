"use client";

import clsx from "clsx";
import { type ReactNode, type Ref, type RefObject, useCallback, useMemo, useRef } from "react";
import { VirtualRows, type VirtualRowsHandle } from "@/components/ui/virtual-rows";
import { moveColumn, type TableLook } from "./column-state";
import type { CellFilter, TableColumn } from "./table-column";
import { TableHead } from "./table-head";
import { ROW_HEIGHTS, SkeletonRows, TableRow } from "./table-row";
import { useColumnModel } from "./use-column-model";
import { useWidthVariables } from "./use-width-variables";

/** Height of the head, `h-8`. */
const HEAD_HEIGHT = 32;

interface ColumnProps<Item> {
  columns: readonly TableColumn<Item>[];
  /** Ids of the chosen columns, in order; null for the usual ones. */
  chosen: readonly string[] | null;
  onChosen: (chosen: string[] | null) => void;
  look: TableLook;
  onLook: (look: TableLook) => void;
}

interface Props<Item> extends ColumnProps<Item> {
  label: string;
  items: readonly Item[];
  /** A stable id of an item: also the DOM id of its row. */
  idOf: (item: Item) => string;
  /** All that there are, where known, of which `items` are the first. */
  total: number | null;
  /** The row that the keys act on. */
  active: number;
  selected: string | null;
  /** The rows belong to an earlier question; the new ones are on their way. */
  stale?: boolean;
  foot?: ReactNode;
  handle?: Ref<VirtualRowsHandle>;
  onSelect: (item: Item, index: number) => void;
  onFilter?: (filter: CellFilter) => void;
  onNearEnd?: () => void;
  onScrolled?: (top: number) => void;
}

/**
 * A table of which only the rows in sight are drawn, however many there are. The table itself has the focus
 * (`useListKeys` of the pages moves the active row); columns are chosen in a `ColumnMenu`, widened by pointer and keyboard in the
 * head. In a narrow place it is a list of two lines an item: columns marked `narrow`, whose main one draws the rest.
 */
export function VirtualTable<Item>(props: Props<Item>) {
  const { label, items, idOf, total, active, selected, stale = false, foot, handle } = props;
  const { columns, chosen, onChosen, look, onLook, onSelect, onFilter, onNearEnd, onScrolled } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const model = useColumnModel({ columns, chosen, look, onLook });
  useWidthVariables(scroller, look.widths, model.drawn);

  // Rows are drawn again only when something of theirs changes: what they call must not.
  const latest = useRef({ items, onSelect });
  latest.current = { items, onSelect };
  const select = useCallback((index: number) => {
    const item = latest.current.items[index];
    if (item !== undefined) latest.current.onSelect(item, index);
  }, []);
  const filter = useStable(onFilter);

  const activeItem = items[active];
  return (
    <VirtualRows
      handle={handle}
      element={scroller}
      count={items.length}
      rowHeight={ROW_HEIGHTS[look.density]}
      rowKey={look.density}
      headHeight={HEAD_HEIGHT}
      onNearEnd={onNearEnd}
      onScroll={onScrolled && ((event) => onScrolled(event.currentTarget.scrollTop))}
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-rowcount={total === null ? -1 : total + 1}
      aria-activedescendant={activeItem === undefined ? undefined : idOf(activeItem)}
      aria-busy={stale}
      className={clsx(
        "@container/table h-full overflow-auto [overflow-anchor:none]",
        // An answer that comes at once does not make the list flicker, and need not be drawn twice.
        stale && "opacity-60 transition-opacity delay-200 duration-100",
      )}
      head={
        <TableHead
          columns={model.drawn}
          onWidths={model.setWidths}
          onFree={model.freeWidth}
          onMove={(id, step) => onChosen(moveColumn(columns, chosen, id, step))}
        />
      }
      // What stands in a grid is a row, or nobody is told of it.
      foot={
        foot && (
          <div role="row" tabIndex={-1}>
            <div role="gridcell" tabIndex={-1}>
              {foot}
            </div>
          </div>
        )
      }
      row={(index) => {
        const item = items[index]!;
        const id = idOf(item);
        return (
          <TableRow
            // By place, not by item: the rows of another search go into the elements that are there, which is twice as fast.
            key={index}
            id={id}
            item={item}
            index={index}
            columns={model.drawn}
            density={look.density}
            active={index === active}
            selected={id === selected}
            onSelect={select}
            onFilter={onFilter && filter}
          />
        );
      }}
    />
  );
}

/** The table before its rows are there. */
export function TableSkeleton<Item>({
  columns,
  chosen,
  look,
  label,
}: Pick<ColumnProps<Item>, "columns" | "chosen" | "look"> & { label: string }) {
  const scroller: RefObject<HTMLDivElement | null> = useRef(null);
  const model = useColumnModel({ columns, chosen, look, onLook: ignore });
  useWidthVariables(scroller, look.widths, model.drawn);
  return (
    <div ref={scroller} className="@container/table h-full overflow-hidden">
      <p role="status" className="sr-only">
        {label}
      </p>
      <div role="presentation" aria-hidden inert>
        <TableHead columns={model.drawn} onWidths={ignore} onFree={ignore} onMove={ignore} />
        <SkeletonRows columns={model.drawn} density={look.density} />
      </div>
    </div>
  );
}

function ignore(): void {}

/** One function for good that calls the latest one. */
function useStable<Argument>(call: ((argument: Argument) => void) | undefined): (argument: Argument) => void {
  const latest = useRef(call);
  latest.current = call;
  return useMemo(() => (argument) => latest.current?.(argument), []);
}
