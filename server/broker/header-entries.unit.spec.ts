import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeProperties } from "./decode-properties";
import { encodeEntry } from "./encode-field";
import { headerEntries, withHeaderEntries } from "./header-entries";
import { encodeProperties, type WireProperties } from "./testing/encode-properties";
import { fieldEntries } from "./testing/field-values";

const properties: fc.Arbitrary<WireProperties> = fc.record(
  {
    contentType: fc.string({ maxLength: 20 }),
    contentEncoding: fc.string({ maxLength: 20 }),
    headers: fc.constant([] as []),
    deliveryMode: fc.constantFrom(1, 2),
    messageId: fc.string({ maxLength: 20 }),
    timestamp: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    appId: fc.string({ maxLength: 20 }),
  },
  { requiredKeys: [] },
);

describe("the header table of a content header", () => {
  it("is put in and taken out again, and all other properties stay", () => {
    fc.assert(
      fc.property(properties, fieldEntries, (given, entries) => {
        const before = encodeProperties(given);
        const raw = withHeaderEntries(before, entries.map(encodeEntry));
        expect(headerEntries(raw).map(({ entry }) => entry)).toEqual(entries);
        const { headers, ...others } = decodeProperties(raw).properties;
        expect(headers ?? []).toEqual(entries);
        const { headers: _, ...othersBefore } = decodeProperties(before).properties;
        expect(others).toEqual(othersBefore);
      }),
    );
  });

  it("has the same bytes again when its entries are put back as they were", () => {
    fc.assert(
      fc.property(properties, fieldEntries, (given, entries) => {
        const raw = withHeaderEntries(encodeProperties(given), entries.map(encodeEntry));
        const bytes = headerEntries(raw).map((entry) => entry.bytes);
        expect(withHeaderEntries(raw, bytes).equals(raw)).toBe(true);
      }),
    );
  });

  it("keeps the bytes of types that have two tags", () => {
    // L is read as a 64-bit number like l, and must not become l because another header is changed.
    const entry = Buffer.concat([Buffer.from([1]), Buffer.from("nL"), Buffer.from([0, 0, 0, 0, 0, 0, 0, 9])]);
    const raw = withHeaderEntries(encodeProperties({}), [entry]);
    expect(headerEntries(raw)[0]!.bytes.equals(entry)).toBe(true);
  });

  it("that cannot be read whole is refused", () => {
    const raw = encodeProperties({ headers: [["n", { tag: "I", value: 1 }]] });
    expect(() => headerEntries(raw.subarray(0, -1))).toThrow(RangeError);
    const unknown = Buffer.from(raw);
    unknown[unknown.length - 5] = "?".charCodeAt(0);
    expect(() => headerEntries(unknown)).toThrow(TypeError);
  });
});
