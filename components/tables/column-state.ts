/** Which columns a table shows, in which order, and how wide. Pure: nothing here knows how a column is drawn. */

/** What a table knows about a column beforehand. */
export interface ColumnPlace {
  id: string;
  /** Shown when the reader has chosen nothing: always, in a list of middle width, or only where there is much room. */
  byDefault?: "always" | "medium" | "wide";
  /** Shown in a narrow list, whatever was chosen: there is no room for a choice. */
  narrow?: boolean;
}

/** A column with where it is to be seen. */
export interface ShownColumn<Column> {
  column: Column;
  /** Class that hides it where it has no room or was not chosen; see `@container/table`. */
  className: string;
}

const NOT_NARROW = "@max-[44rem]/table:hidden";
const ONLY_WIDE = "@max-[68rem]/table:hidden";
const ONLY_NARROW = "@min-[44rem]/table:hidden";

/** Columns to draw, in order. `chosen`: ids as they stand in the address; null when the reader has chosen nothing. */
export function shownColumns<Column extends ColumnPlace>(
  columns: readonly Column[],
  chosen: readonly string[] | null,
): ShownColumn<Column>[] {
  const ids = chosenIds(columns, chosen);
  const byId = new Map(columns.map((column) => [column.id, column]));
  const wanted = ids.map((id) => byId.get(id)!);
  const shown = wanted.map((column) => ({
    column,
    className: column.narrow ? "" : chosen === null && column.byDefault === "wide" ? ONLY_WIDE : NOT_NARROW,
  }));
  const rest = columns.filter((column) => column.narrow && !ids.includes(column.id));
  return [...shown, ...rest.map((column) => ({ column, className: ONLY_NARROW }))];
}

/** Ids of the columns that the reader sees where there is room. Unknown and repeated ids count for nothing. */
export function chosenIds(columns: readonly ColumnPlace[], chosen: readonly string[] | null): string[] {
  const known = [...new Set(chosen ?? [])].filter((id) => columns.some((column) => column.id === id));
  return known.length > 0
    ? known
    : columns.filter((column) => column.byDefault !== undefined).map((column) => column.id);
}

/** The choice with one column shown or hidden. The last one stays. Null when it is what stands there anyway. */
export function toggleColumn(
  columns: readonly ColumnPlace[],
  chosen: readonly string[] | null,
  id: string,
): string[] | null {
  const ids = chosenIds(columns, chosen);
  if (!ids.includes(id)) return asChoice(columns, [...ids, id]);
  return ids.length === 1
    ? asChoice(columns, ids)
    : asChoice(
        columns,
        ids.filter((other) => other !== id),
      );
}

/** The choice with one column moved by `step` places; it stays where the row ends. */
export function moveColumn(
  columns: readonly ColumnPlace[],
  chosen: readonly string[] | null,
  id: string,
  step: number,
): string[] | null {
  const ids = chosenIds(columns, chosen);
  const at = ids.indexOf(id);
  if (at < 0) return asChoice(columns, ids);
  const rest = ids.filter((other) => other !== id);
  rest.splice(Math.max(0, Math.min(rest.length, at + step)), 0, id);
  return asChoice(columns, rest);
}

function asChoice(columns: readonly ColumnPlace[], ids: string[]): string[] | null {
  const usual = chosenIds(columns, null);
  return ids.length === usual.length && ids.every((id, i) => id === usual[i]) ? null : ids;
}

/** Widths of columns in CSS pixels, by id. A column without one takes its share of the room. */
export type ColumnWidths = Readonly<Record<string, number>>;

export const MIN_WIDTH = 48;
export const MAX_WIDTH = 1_200;

/** A width that a column can have. */
export function clampWidth(width: number): number {
  return Math.round(Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, width)));
}

export const DENSITIES = ["regular", "compact"] as const;
export type Density = (typeof DENSITIES)[number];

/** What a table remembers in the browser. */
export interface TableLook {
  widths: ColumnWidths;
  density: Density;
}

export const USUAL_LOOK: TableLook = { widths: {}, density: "regular" };

/** Reads what was remembered. Anything else than a look (an older version, another hand) counts for nothing. */
export function readLook(text: string | null): TableLook {
  let stored: unknown;
  try {
    stored = JSON.parse(text ?? "null");
  } catch {
    return USUAL_LOOK;
  }
  if (typeof stored !== "object" || stored === null) return USUAL_LOOK;
  const { widths, density } = stored as { widths?: unknown; density?: unknown };
  const entries = typeof widths === "object" && widths !== null ? Object.entries(widths) : [];
  return {
    widths: Object.fromEntries(
      entries.flatMap(([id, width]) =>
        typeof width === "number" && Number.isFinite(width) ? [[id, clampWidth(width)]] : [],
      ),
    ),
    density: DENSITIES.find((it) => it === density) ?? USUAL_LOOK.density,
  };
}
