import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contentEncodingOf, decodeProperties } from "./decode-properties";
import { encodeProperties, type WireValue } from "./testing/encode-properties";

const name = fc.string({ unit: "binary", maxLength: 20 }).filter((it) => Buffer.byteLength(it) <= 255);
const leaf: fc.Arbitrary<WireValue> = fc.oneof(
  fc.record({ tag: fc.constant("t" as const), value: fc.boolean() }),
  fc.record({ tag: fc.constant("b" as const), value: fc.integer({ min: -128, max: 127 }) }),
  fc.record({ tag: fc.constant("B" as const), value: fc.integer({ min: 0, max: 255 }) }),
  fc.record({ tag: fc.constant("s" as const), value: fc.integer({ min: -32768, max: 32767 }) }),
  fc.record({ tag: fc.constant("u" as const), value: fc.integer({ min: 0, max: 65535 }) }),
  fc.record({ tag: fc.constant("I" as const), value: fc.integer() }),
  fc.record({ tag: fc.constant("i" as const), value: fc.integer({ min: 0, max: 4294967295 }) }),
  fc.record({ tag: fc.constant("l" as const), value: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }) }),
  fc.record({ tag: fc.constant("d" as const), value: fc.double() }),
  fc.record({ tag: fc.constant("S" as const), value: fc.uint8Array({ maxLength: 30 }) }),
  fc.record({ tag: fc.constant("x" as const), value: fc.uint8Array({ maxLength: 30 }) }),
  fc.record({ tag: fc.constant("T" as const), value: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }) }),
  fc.constant({ tag: "V" as const }),
);
const { value } = fc.letrec<{ value: WireValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    leaf,
    fc.record({ tag: fc.constant("A" as const), value: fc.array(tie("value"), { maxLength: 4 }) }),
    fc.record({
      tag: fc.constant("F" as const),
      value: fc.array(fc.tuple(name, tie("value")), { maxLength: 4 }),
    }),
  ),
}));

/** What the decoder is to make of a value. */
function expected(wire: WireValue): unknown {
  switch (wire.tag) {
    case "t":
      return { type: "boolean", value: wire.value };
    case "b":
      return { type: "int8", value: wire.value };
    case "B":
      return { type: "uint8", value: wire.value };
    case "s":
      return { type: "int16", value: wire.value };
    case "u":
      return { type: "uint16", value: wire.value };
    case "I":
      return { type: "int32", value: wire.value };
    case "i":
      return { type: "uint32", value: wire.value };
    case "l": {
      const safe = wire.value >= Number.MIN_SAFE_INTEGER && wire.value <= Number.MAX_SAFE_INTEGER;
      return { type: "int64", value: safe ? Number(wire.value) : String(wire.value) };
    }
    case "d":
      return { type: "double", value: Number.isFinite(wire.value) ? wire.value : String(wire.value) };
    case "S": {
      const bytes = Buffer.from(wire.value);
      const text = bytes.toString("utf8");
      return Buffer.from(text).equals(bytes)
        ? { type: "text", value: text }
        : { type: "bytes", value: bytes.toString("base64") };
    }
    case "x":
      return { type: "bytes", value: Buffer.from(wire.value).toString("base64") };
    case "T":
      return {
        type: "timestamp",
        value:
          wire.value <= 8_640_000_000_000n
            ? new Date(Number(wire.value) * 1000).toISOString()
            : String(wire.value),
      };
    case "V":
      return { type: "null", value: null };
    case "A":
      return { type: "array", value: wire.value.map(expected) };
    case "F":
      return {
        type: "table",
        value: wire.value.map(([key, inner]) => ({ name: key, value: expected(inner) })),
      };
  }
}

describe("the properties of a message", () => {
  it("come back with the types and values that they had on the wire", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value), { maxLength: 6 }), (headers) => {
        const raw = encodeProperties({
          contentType: "application/json",
          contentEncoding: "gzip",
          headers,
          deliveryMode: 2,
          messageId: "m-1",
          timestamp: 1_767_225_600n,
          appId: "shop",
        });
        const { properties, error } = decodeProperties(raw);
        expect(error).toBeNull();
        expect(properties).toEqual({
          contentType: "application/json",
          contentEncoding: "gzip",
          headers: headers.map(([key, wire]) => ({ name: key, value: expected(wire) })),
          deliveryMode: 2,
          messageId: "m-1",
          timestamp: "2026-01-01T00:00:00.000Z",
          appId: "shop",
        });
        expect(contentEncodingOf(raw)).toBe("gzip");
      }),
    );
  });

  it("never throw, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (raw) => {
        const { properties, error } = decodeProperties(raw);
        expect(typeof properties).toBe("object");
        expect(error === null || error.length > 0).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it("are read up to where they break off, with the reason", () => {
    const raw = encodeProperties({
      contentType: "text/plain",
      headers: [
        ["good", { tag: "I", value: 7 }],
        ["long", { tag: "S", value: Buffer.alloc(40, 65) }],
      ],
    });
    const { properties, error } = decodeProperties(raw.subarray(0, raw.length - 10));
    expect(properties.contentType).toBe("text/plain");
    expect(error).toMatch(/^headers: ends/);
  });

  it("keep a name that comes twice, and one that is special in JavaScript", () => {
    const raw = encodeProperties({
      headers: [
        ["__proto__", { tag: "t", value: true }],
        ["a", { tag: "B", value: 1 }],
        ["a", { tag: "B", value: 2 }],
      ],
    });
    expect(decodeProperties(raw).properties.headers?.map((entry) => entry.name)).toEqual([
      "__proto__",
      "a",
      "a",
    ]);
  });

  it("do not follow tables without end", () => {
    let inner: WireValue = { tag: "V" };
    for (let depth = 0; depth < 200; depth++) inner = { tag: "A", value: [inner] };
    expect(decodeProperties(encodeProperties({ headers: [["deep", inner]] })).error).toMatch(/nested/);
  });
});
