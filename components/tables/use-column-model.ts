"use client";

import {
  columnOrderingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { useMemo, useRef } from "react";
import { chosenIds, clampWidth, MAX_WIDTH, MIN_WIDTH, shownColumns, type TableLook } from "./column-state";
import type { TableColumn } from "./table-column";

const FEATURES = tableFeatures({ columnVisibilityFeature, columnOrderingFeature, columnSizingFeature });
/** Rows are drawn from the caller's own array: a model of each of a million rows would only be a copy of them. */
const NO_ROWS: never[] = [];

/** The columns of a table as they are to be drawn, and the moves that change their widths. */
export function useColumnModel<Item>(options: {
  columns: readonly TableColumn<Item>[];
  chosen: readonly string[] | null;
  look: TableLook;
  onLook: (look: TableLook) => void;
}) {
  const { columns, chosen, look, onLook } = options;
  const shown = useMemo(() => shownColumns(columns, chosen), [columns, chosen]);
  const definitions = useMemo(
    () => columns.map(({ id }) => ({ id, minSize: MIN_WIDTH, maxSize: MAX_WIDTH })),
    [columns],
  );
  const state = useMemo(
    () => ({
      columnOrder: shown.map(({ column }) => column.id),
      columnVisibility: Object.fromEntries(
        columns.map(({ id }) => [id, shown.some(({ column }) => column.id === id)]),
      ),
      columnSizing: look.widths as Record<string, number>,
    }),
    [columns, shown, look.widths],
  );
  const latest = useRef({ look, onLook });
  latest.current = { look, onLook };
  // The same options while nothing changes: for others the table is another object, and every row is drawn again.
  const tableOptions = useMemo(
    () => ({
      features: FEATURES,
      columns: definitions,
      data: NO_ROWS,
      state,
      onColumnSizingChange: (
        update: Record<string, number> | ((known: Record<string, number>) => Record<string, number>),
      ) => {
        const { look, onLook } = latest.current;
        onLook({ ...look, widths: typeof update === "function" ? update(state.columnSizing) : update });
      },
    }),
    [definitions, state],
  );
  const table = useTable(tableOptions);
  const drawn = useMemo(() => {
    const byId = new Map(shown.map((it) => [it.column.id, it]));
    return table.getVisibleLeafColumns().flatMap(({ id }) => byId.get(id) ?? []);
  }, [shown, table]);
  return {
    drawn,
    ids: useMemo(() => chosenIds(columns, chosen), [columns, chosen]),
    setWidths: (widths: Record<string, number>) =>
      table.setColumnSizing((known) => ({
        ...known,
        ...Object.fromEntries(Object.entries(widths).map(([id, width]) => [id, clampWidth(width)])),
      })),
    /** The column takes its share of the room again. */
    freeWidth: (id: string) => table.setColumnSizing(({ [id]: _, ...rest }) => rest),
  };
}
