import type { FieldEntry, FieldValue } from "@/server/broker/field-table";
import type { HeaderOperation } from "@/server/dead-letters/patch-schemas";

/** Headers while they are edited: as text in fields, with the types that they have on the wire. */

/** Types that a field can write. Lists and tables are shown, and can be removed. */
export const WRITABLE_TYPES = [
  "text",
  "boolean",
  "int8",
  "uint8",
  "int16",
  "uint16",
  "int32",
  "uint32",
  "int64",
  "float",
  "double",
  "decimal",
  "timestamp",
  "bytes",
  "null",
] as const satisfies readonly FieldValue["type"][];
export type WritableType = (typeof WRITABLE_TYPES)[number];

export interface HeaderRow {
  /** Tells rows apart while names change. */
  key: number;
  /** The header as it was; null for a new one. */
  before: FieldEntry | null;
  name: string;
  type: FieldValue["type"];
  value: string;
  removed: boolean;
  /** Why it stays as it is: the broker or Sillage writes it, or its name comes twice. Null: it can be changed. */
  fixed: "reserved" | "twice" | null;
}

/** The rows of a header table. */
export function rowsOf(headers: readonly FieldEntry[], reserved: readonly string[]): HeaderRow[] {
  return headers.map((before, key) => ({
    key,
    before,
    name: before.name,
    type: before.value.type,
    value: textOf(before.value),
    removed: false,
    fixed: reserved.includes(before.name)
      ? "reserved"
      : headers.filter(({ name }) => name === before.name).length > 1
        ? "twice"
        : null,
  }));
}

export function newRow(rows: readonly HeaderRow[]): HeaderRow {
  const key = Math.max(-1, ...rows.map((row) => row.key)) + 1;
  return { key, before: null, name: "", type: "text", value: "", removed: false, fixed: null };
}

/** Whether a type can be written in a field. */
export const isWritable = (type: FieldValue["type"]): type is WritableType =>
  (WRITABLE_TYPES as readonly string[]).includes(type);

/** A value as a field shows it. */
export function textOf(value: FieldValue): string {
  if (value.type === "null") return "";
  return value.type === "array" || value.type === "table"
    ? JSON.stringify(plain(value))
    : String(value.value);
}

function plain(value: FieldValue): unknown {
  if (value.type === "array") return value.value.map(plain);
  if (value.type === "table") return Object.fromEntries(value.value.map((it) => [it.name, plain(it.value)]));
  return value.value;
}

const RANGES: Partial<Record<WritableType, [bigint, bigint]>> = {
  int8: [-128n, 127n],
  uint8: [0n, 255n],
  int16: [-32_768n, 32_767n],
  uint16: [0n, 65_535n],
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  uint32: [0n, 2n ** 32n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
};

/** The value that a text in a field means; null where it means none of that type. The server checks again. */
export function writtenValue(type: WritableType, text: string): FieldValue | null {
  const range = RANGES[type];
  if (range) {
    if (!/^-?\d{1,20}$/.test(text)) return null;
    const number = BigInt(text);
    if (number < range[0] || number > range[1]) return null;
    const exact = Number.isSafeInteger(Number(number)) ? Number(number) : number.toString();
    return { type, value: exact } as FieldValue;
  }
  switch (type) {
    case "boolean":
      return text === "true" || text === "false" ? { type, value: text === "true" } : null;
    case "float":
    case "double":
      if (text === "NaN" || text === "Infinity" || text === "-Infinity") return { type, value: text };
      return /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? { type, value: Number(text) } : null;
    case "decimal":
      return /^\d{1,10}(\.\d{1,255})?$/.test(text) ? { type, value: text } : null;
    case "timestamp":
      return timestamp(text);
    case "bytes":
      return /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)
        ? { type, value: text }
        : null;
    case "null":
      return { type, value: null };
    default:
      return { type: "text", value: text };
  }
}

function timestamp(text: string): FieldValue | null {
  if (/^\d{1,20}$/.test(text)) return { type: "timestamp", value: text };
  const hasZone = /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(text);
  return hasZone && !Number.isNaN(Date.parse(text)) ? { type: "timestamp", value: text } : null;
}

/** What is wrong with a row; null when nothing is. */
export function problemOf(row: HeaderRow, rows: readonly HeaderRow[]): "name" | "taken" | "value" | null {
  if (row.removed || row.fixed) return null;
  if (row.name === "") return "name";
  if (rows.some((other) => other.key !== row.key && !other.removed && other.name === row.name))
    return "taken";
  if (!isChanged(row)) return null;
  return isWritable(row.type) && writtenValue(row.type, row.value) === null ? "value" : null;
}

const isChanged = ({ before, type, value }: HeaderRow): boolean =>
  before === null || before.value.type !== type || textOf(before.value) !== value;

/** What makes the headers as they were into the rows: removed ones first, so that their names are free. */
export function operationsOf(rows: readonly HeaderRow[]): HeaderOperation[] {
  const removed = new Set(rows.flatMap((row) => (row.removed && row.before ? [row.before.name] : [])));
  const kept = rows.filter((row) => !row.removed && !row.fixed);
  return [
    ...[...removed].map((header): HeaderOperation => ({ op: "remove_header", header })),
    ...kept.flatMap((row): HeaderOperation[] => {
      const operations: HeaderOperation[] = [];
      if (row.before && row.before.name !== row.name) {
        operations.push({ op: "rename_header", header: row.before.name, to: row.name });
      }
      const value = isWritable(row.type) ? writtenValue(row.type, row.value) : null;
      if (isChanged(row) && value) operations.push({ op: "set_header", header: row.name, value });
      return operations;
    }),
  ];
}
