import fc from "fast-check";
import type { FieldEntry, FieldValue } from "../field-table";

const scalar: fc.Arbitrary<FieldValue> = fc.oneof(
  fc.record({ type: fc.constant("boolean" as const), value: fc.boolean() }),
  fc.record({ type: fc.constant("int8" as const), value: fc.integer({ min: -128, max: 127 }) }),
  fc.record({ type: fc.constant("uint8" as const), value: fc.integer({ min: 0, max: 255 }) }),
  fc.record({ type: fc.constant("int16" as const), value: fc.integer({ min: -32_768, max: 32_767 }) }),
  fc.record({ type: fc.constant("uint16" as const), value: fc.integer({ min: 0, max: 65_535 }) }),
  fc.record({ type: fc.constant("int32" as const), value: fc.integer() }),
  fc.record({ type: fc.constant("uint32" as const), value: fc.integer({ min: 0, max: 2 ** 32 - 1 }) }),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value) => ({
    type: "int64" as const,
    value: Number.isSafeInteger(Number(value)) ? Number(value) : value.toString(),
  })),
  fc
    .double({ noDefaultInfinity: true, noNaN: true })
    .filter((value) => !Object.is(value, -0))
    .map((value) => ({ type: "double" as const, value })),
  fc.constantFrom("NaN", "Infinity", "-Infinity").map((value) => ({
    type: "float" as const,
    value: value as "NaN",
  })),
  fc
    .constantFrom("0", "12.50", "0.000042", "4294967295")
    .map((value) => ({ type: "decimal" as const, value })),
  fc.string({ unit: "grapheme" }).map((value) => ({ type: "text" as const, value })),
  fc.uint8Array().map((bytes) => ({
    type: "bytes" as const,
    value: Buffer.from(bytes).toString("base64"),
  })),
  fc
    .integer({ min: 0, max: 8_640_000_000_000 })
    .map((seconds) => ({ type: "timestamp" as const, value: new Date(seconds * 1000).toISOString() })),
  fc.constant({ type: "timestamp" as const, value: "18446744073709551615" }),
  fc.constant({ type: "null" as const, value: null }),
);

const name = fc.string({ maxLength: 20 });

/** Any value that a field table may hold, tables and lists within it too. */
export const { value: fieldValues } = fc.letrec<{ value: FieldValue; entry: FieldEntry }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    scalar,
    fc.array(tie("value"), { maxLength: 4 }).map((value) => ({ type: "array" as const, value })),
    fc.array(tie("entry"), { maxLength: 4 }).map((value) => ({ type: "table" as const, value })),
  ),
  entry: fc.record({ name, value: tie("value") }),
}));
