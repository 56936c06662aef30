import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeProperties } from "./decode-properties";
import {
  BIT,
  headerSlice,
  int32Value,
  joinProperties,
  shortText,
  sliceProperties,
  textValue,
} from "./edit-raw-properties";
import { encodeProperties, type WireProperties, type WireValue } from "./testing/encode-properties";

const bytes = (max: number) => fc.uint8Array({ maxLength: max });
const value: fc.Arbitrary<WireValue> = fc.letrec<{ value: WireValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.record({ tag: fc.constant("V" as const) }),
    fc.record({ tag: fc.constant("t" as const), value: fc.boolean() }),
    fc.record({
      tag: fc.constantFrom("b" as const, "s" as const, "I" as const),
      value: fc.integer({ min: -128, max: 127 }),
    }),
    fc.record({
      tag: fc.constantFrom("B" as const, "u" as const, "i" as const),
      value: fc.integer({ min: 0, max: 255 }),
    }),
    fc.record({
      tag: fc.constant("l" as const),
      value: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    }),
    fc.record({ tag: fc.constant("d" as const), value: fc.double() }),
    fc.record({ tag: fc.constantFrom("S" as const, "x" as const), value: bytes(20) }),
    fc.record({ tag: fc.constant("A" as const), value: fc.array(tie("value"), { maxLength: 3 }) }),
    fc.record({
      tag: fc.constant("F" as const),
      value: fc.array(fc.tuple(fc.string({ maxLength: 8 }), tie("value")), { maxLength: 3 }),
    }),
  ),
})).value;

const properties: fc.Arbitrary<WireProperties> = fc.record(
  {
    contentType: fc.string({ maxLength: 20 }),
    contentEncoding: fc.string({ maxLength: 10 }),
    headers: fc.array(fc.tuple(fc.string({ maxLength: 10 }), value), { maxLength: 6 }),
    deliveryMode: fc.constantFrom(1, 2),
    messageId: fc.string({ maxLength: 20 }),
    timestamp: fc.bigInt({ min: 0n, max: 2n ** 40n }),
    appId: fc.string({ maxLength: 10 }),
  },
  { requiredKeys: [] },
);

describe("a content header in pieces", () => {
  it("is the same bytes when it is put together again", () => {
    fc.assert(
      fc.property(properties, (given) => {
        const raw = encodeProperties(given);
        expect(joinProperties(sliceProperties(raw))).toEqual(raw);
      }),
    );
  });

  it("has as many headers as a reader finds, and each of them whole", () => {
    fc.assert(
      fc.property(properties, (given) => {
        const { headers } = sliceProperties(encodeProperties(given));
        expect(headers?.length ?? null).toBe(given.headers?.length ?? null);
        const alone = (headers ?? []).map((header) =>
          joinProperties({ flags: Buffer.alloc(2), values: new Map(), headers: [header] }),
        );
        const wanted = (given.headers ?? []).map((header) => encodeProperties({ headers: [header] }));
        expect(alone).toEqual(wanted);
      }),
    );
  });

  it("keeps every other byte when a header goes and others come", () => {
    fc.assert(
      fc.property(properties, fc.nat(), fc.string({ maxLength: 5 }), (given, n, text) => {
        const all = given.headers ?? [];
        const slices = sliceProperties(encodeProperties(given));
        const place = all.length === 0 ? 0 : n % all.length;
        const headers = (slices.headers ?? []).filter((_, i) => i !== place);
        headers.push(headerSlice("sillage-redrive", textValue(text)), headerSlice("n", int32Value(-3)));
        const changed = joinProperties({ ...slices, headers });
        const wanted = encodeProperties({
          ...given,
          headers: [
            ...all.filter((_, i) => i !== place),
            ["sillage-redrive", { tag: "S", value: Buffer.from(text) }],
            ["n", { tag: "I", value: -3 }],
          ],
        });
        expect(changed).toEqual(wanted);
      }),
    );
  });

  it("takes and gives properties that were not there", () => {
    const raw = encodeProperties({ contentType: "text/plain", messageId: "m-1" });
    const slices = sliceProperties(raw);
    const values = new Map(slices.values).set(BIT.expiration, shortText("60000"));
    const changed = joinProperties({ ...slices, values });
    expect(decodeProperties(changed)).toEqual({
      properties: { contentType: "text/plain", expiration: "60000", messageId: "m-1" },
      error: null,
    });
    values.delete(BIT.expiration);
    expect(joinProperties({ ...slices, values })).toEqual(raw);
  });

  it("is refused where it ends too early, says too much or has a type that AMQP does not know", () => {
    const raw = encodeProperties({ headers: [["a", { tag: "S", value: Buffer.from("text") }]], appId: "x" });
    for (let length = 0; length < raw.length; length++) {
      expect(() => sliceProperties(raw.subarray(0, length))).toThrow();
    }
    expect(() => sliceProperties(Buffer.concat([raw, Buffer.from([0])]))).toThrow("follow the last property");
    const unknown = Buffer.from(raw);
    unknown.write("?", unknown.indexOf("S"), "latin1");
    expect(() => sliceProperties(unknown)).toThrow("unknown field type 0x3f");
  });

  it("never reads beyond its end, whatever the bytes are", () => {
    fc.assert(
      fc.property(bytes(80), (noise) => {
        const raw = Buffer.from(noise);
        try {
          expect(joinProperties(sliceProperties(raw))).toHaveLength(raw.length);
        } catch (error) {
          expect(error).toSatisfy((it) => it instanceof RangeError || it instanceof TypeError);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
