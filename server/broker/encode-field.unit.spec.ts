import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeField } from "./encode-field";
import { FieldReader, type FieldValue } from "./field-table";
import { fieldValues } from "./testing/field-values";

describe("a value of a field table", () => {
  it("is read again as it was written, with its type", () => {
    fc.assert(
      fc.property(fieldValues, (value) => {
        const reader = new FieldReader(encodeField(value));
        expect(reader.value(0)).toEqual(value);
        expect(reader.left).toBe(0);
      }),
    );
  });

  it("keeps whole numbers beyond what JavaScript counts exactly", () => {
    const value = { type: "int64", value: "9007199254740993" } as const;
    expect(new FieldReader(encodeField(value)).value(0)).toEqual(value);
  });

  it.each([
    [{ type: "int8", value: 128 } as const],
    [{ type: "uint8", value: -1 } as const],
    [{ type: "int32", value: 2 ** 31 } as const],
    [{ type: "int64", value: "9223372036854775808" } as const],
    [{ type: "decimal", value: "42949672.96" } as const],
  ])("is refused where it does not fit its type: %j", (value) => {
    expect(() => encodeField(value)).toThrow(RangeError);
  });

  it("is refused where it is masked: a mask must not be sent", () => {
    expect(() => encodeField({ type: "masked", value: "text" })).toThrow(TypeError);
  });

  it("has names of 255 bytes at most, where it is a table", () => {
    const table = (name: string): FieldValue => ({
      type: "table",
      value: [{ name, value: { type: "null", value: null } }],
    });
    expect(encodeField(table("é".repeat(127))).length).toBe(5 + 1 + 254 + 1);
    expect(() => encodeField(table("é".repeat(128)))).toThrow(RangeError);
  });
});
