import { describe, expect, it } from "vitest";
import type { FieldEntry, FieldValue } from "@/server/broker/field-table";
import { newRow, operationsOf, problemOf, rowsOf, textOf, WRITABLE_TYPES, writtenValue } from "./header-rows";

const HEADERS: FieldEntry[] = [
  { name: "tenant", value: { type: "text", value: "acme" } },
  { name: "attempt", value: { type: "int64", value: "9007199254740993" } },
  { name: "x-death", value: { type: "array", value: [] } },
  { name: "twice", value: { type: "null", value: null } },
  { name: "twice", value: { type: "null", value: null } },
];
const rows = () => rowsOf(HEADERS, ["x-death"]);
const changed = (name: string, change: object) =>
  rows().map((row) => (row.name === name ? { ...row, ...change } : row));

describe("headers in the editor", () => {
  it("that nobody touched need no operation", () => {
    expect(operationsOf(rows())).toEqual([]);
    for (const row of rows()) expect(problemOf(row, rows())).toBeNull();
  });

  it("keep their types when their values are changed", () => {
    expect(operationsOf(changed("attempt", { value: "9007199254740995" }))).toEqual([
      { op: "set_header", header: "attempt", value: { type: "int64", value: "9007199254740995" } },
    ]);
  });

  it("are renamed before they are set, and removed before their names are taken", () => {
    const edited = changed("tenant", { removed: true }).map((row) =>
      row.name === "attempt" ? { ...row, name: "tenant", type: "int8" as const, value: "3" } : row,
    );
    expect(operationsOf(edited)).toEqual([
      { op: "remove_header", header: "tenant" },
      { op: "rename_header", header: "attempt", to: "tenant" },
      { op: "set_header", header: "tenant", value: { type: "int8", value: 3 } },
    ]);
    for (const row of edited) expect(problemOf(row, edited)).toBeNull();
  });

  it("whose name comes twice are removed together", () => {
    expect(operationsOf(changed("twice", { removed: true }))).toEqual([
      { op: "remove_header", header: "twice" },
    ]);
  });

  it("are added", () => {
    const row = { ...newRow(rows()), name: "fixed", type: "boolean" as const, value: "true" };
    expect(rows().some(({ key }) => key === row.key)).toBe(false);
    expect(operationsOf([...rows(), row])).toEqual([
      { op: "set_header", header: "fixed", value: { type: "boolean", value: true } },
    ]);
  });

  it("say what is wrong with them", () => {
    const [nameless, taken] = [newRow(rows()), { ...newRow(rows()), name: "tenant" }];
    expect(problemOf(nameless, [...rows(), nameless])).toBe("name");
    expect(problemOf(taken, [...rows(), taken])).toBe("taken");
    const wrong = changed("attempt", { type: "int8", value: "200" });
    expect(problemOf(wrong[1]!, wrong)).toBe("value");
  });
});

describe("a value in a field", () => {
  it.each<[FieldValue["type"], string]>([
    ["text", ""],
    ["boolean", "false"],
    ["int8", "-128"],
    ["uint8", "255"],
    ["int16", "-1"],
    ["uint16", "65535"],
    ["int32", "-2147483648"],
    ["uint32", "4294967295"],
    ["int64", "-9223372036854775808"],
    ["float", "NaN"],
    ["double", "1.5e-7"],
    ["decimal", "12.50"],
    ["timestamp", "2026-03-01T09:30:00Z"],
    ["bytes", "AAE="],
    ["null", ""],
  ])("of type %s reads as it was written: %s", (type, text) => {
    const value = writtenValue(type as never, text)!;
    expect(value.type).toBe(type);
    if (type !== "double") expect(textOf(value)).toBe(text);
  });

  it("that its type cannot hold is none", () => {
    for (const type of WRITABLE_TYPES.filter((it) => it !== "text" && it !== "null")) {
      expect(writtenValue(type, "neither")).toBeNull();
    }
    expect(writtenValue("uint8", "-1")).toBeNull();
    expect(writtenValue("int64", "9223372036854775808")).toBeNull();
  });
});
