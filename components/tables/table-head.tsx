"use client";

import clsx from "clsx";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, type PointerEvent, useState } from "react";
import type { ShownColumn } from "./column-state";
import type { TableColumn } from "./table-column";

/** Pixels by which a key changes a width. */
const STEP = 16;

interface Props<Item> {
  columns: readonly ShownColumn<TableColumn<Item>>[];
  onWidths: (widths: Record<string, number>) => void;
  onFree: (id: string) => void;
  onMove: (id: string, step: number) => void;
}

/** Classes of the head's and of every row's line. */
export const ROW_LINE = "flex w-full items-center gap-x-3 px-4 @min-[44rem]/table:min-w-(--table-min,0)";

/**
 * Names of the columns. Their edges can be dragged; by keyboard one tab stop leads into the head, arrows go from name to
 * name, Shift with an arrow changes the width, Alt with an arrow moves the column.
 */
export function TableHead<Item>({ columns, onWidths, onFree, onMove }: Props<Item>) {
  const t = useTranslations("table");
  const [stop, setStop] = useState(columns[0]?.column.id);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>, id: string) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const head = event.currentTarget;
    if (event.altKey) onMove(id, step);
    else if (event.shiftKey) onWidths({ ...widthsUpTo(head), [id]: head.offsetWidth + step * STEP });
    else {
      const heads = visibleHeads(head);
      heads[heads.indexOf(head) + step]?.focus();
    }
  };

  return (
    <div
      role="row"
      aria-rowindex={1}
      tabIndex={-1}
      className={clsx(
        ROW_LINE,
        "sticky top-0 z-5 h-8 border-b border-line bg-ground text-xs font-medium text-muted",
      )}
    >
      {columns.map(({ column, className }) => (
        <div
          key={column.id}
          role="columnheader"
          data-column={column.id}
          tabIndex={column.id === stop ? 0 : -1}
          aria-keyshortcuts="Shift+ArrowRight Shift+ArrowLeft Alt+ArrowRight Alt+ArrowLeft"
          title={t("headHint")}
          onFocus={() => setStop(column.id)}
          onKeyDown={(event) => onKeyDown(event, column.id)}
          className={clsx("relative min-w-0", column.width, column.end && "text-end", className)}
        >
          <span className="block truncate">{column.label}</span>
          <ColumnEdge id={column.id} onWidths={onWidths} onFree={onFree} />
        </div>
      ))}
    </div>
  );
}

/** The edge of a column under the pointer; by keyboard it is the name of the column that does this. */
function ColumnEdge({ id, onWidths, onFree }: Pick<Props<unknown>, "onWidths" | "onFree"> & { id: string }) {
  const [drag, setDrag] = useState<{ x: number; width: number; before: Record<string, number> } | null>(null);
  const start = (event: PointerEvent<HTMLElement>) => {
    const head = event.currentTarget.parentElement!;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrag({ x: event.clientX, width: head.offsetWidth, before: widthsUpTo(head) });
  };
  return (
    <span
      aria-hidden
      onPointerDown={start}
      onPointerMove={(event) =>
        drag && onWidths({ ...drag.before, [id]: drag.width + event.clientX - drag.x })
      }
      onPointerUp={() => setDrag(null)}
      onPointerCancel={() => setDrag(null)}
      onDoubleClick={() => onFree(id)}
      className="group absolute inset-y-0 -end-3 z-1 hidden w-3 cursor-col-resize touch-none justify-center @min-[44rem]/table:flex"
    >
      <span
        className={clsx(
          "h-full w-px group-hover:w-0.5 group-hover:bg-accent",
          drag ? "w-0.5 bg-accent" : "bg-line",
        )}
      />
    </span>
  );
}

function visibleHeads(head: HTMLElement): HTMLElement[] {
  return [...head.parentElement!.querySelectorAll<HTMLElement>("[data-column]")].filter(
    (it) => it.offsetParent !== null,
  );
}

/** Widths as they are on the screen, of the columns before one: while they share the room, the edge would run away from the pointer. */
function widthsUpTo(head: HTMLElement): Record<string, number> {
  const heads = visibleHeads(head);
  return Object.fromEntries(
    heads.slice(0, heads.indexOf(head)).map((it) => [it.dataset.column!, it.offsetWidth]),
  );
}
