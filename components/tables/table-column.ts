import type { ReactNode } from "react";
import type { ColumnPlace } from "./column-state";

/** A value that a click can filter by. */
export interface CellFilter {
  field: string;
  value: string;
}

/** A column of a table of `Item`s. */
export interface TableColumn<Item> extends ColumnPlace {
  label: string;
  /**
   * Its width, as classes: `[flex:var(--w-<id>,0_1_8rem)]`. The variable is set by script when the reader has given the
   * column a width; a style attribute in the server's HTML would not pass the content security policy.
   */
  width: string;
  /** More classes for its cells. */
  className?: string;
  /** Set at the end of the line: numbers. */
  end?: boolean;
  draw: (item: Item) => ReactNode;
  /** Null where there is nothing to filter by. */
  filter?: (item: Item) => CellFilter | null;
}
