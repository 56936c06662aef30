import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { MOST_BYTES } from "./decode-body";
import { envelopeOf, read } from "./testing";

const body = { eventId: "e-1", eventType: "OrderPlaced", occurredAt: "2024-01-15T10:30:00Z", orderId: "o-1" };
const plain = Buffer.from(JSON.stringify(body));

describe("an encoded body", () => {
  it.each([
    ["gzip", gzipSync(plain)],
    ["deflate", deflateSync(plain)],
    ["deflate", deflateRawSync(plain)],
    ["br", brotliCompressSync(plain)],
    ["gzip, br", brotliCompressSync(gzipSync(plain))],
    ["UTF-8", plain],
    ["identity", plain],
  ])("is read through %s", (contentEncoding, bytes) => {
    expect(envelopeOf({ properties: { contentEncoding }, body: bytes }).eventId).toBe("e-1");
  });

  it.each(["gzip", "br", "deflate", "rot13", "a,b,c,d,e"])(
    "that is not %s is refused with the reason",
    (contentEncoding) => {
      expect(read({ properties: { contentEncoding }, body: plain })).toMatchObject({
        reason: "body could not be decoded",
      });
    },
  );

  it("that grows beyond the limit is not decoded further", () => {
    const bomb = gzipSync(Buffer.alloc(MOST_BYTES + 1, " "));
    expect(read({ properties: { contentEncoding: "gzip" }, body: bomb })).toMatchObject({
      reason: "body too large to read",
    });
    expect(read({ body: Buffer.alloc(MOST_BYTES + 1, "1") })).toMatchObject({
      reason: "body too large to read",
    });
  });
});

describe("a body that cannot be read", () => {
  it.each([
    ["", "empty body"],
    ["hello", "body is not JSON"],
    ['{"type":', "body is not JSON"],
    ["[1]", "body is not a JSON object"],
    ["null", "body is not a JSON object"],
    [`${'{"a":'.repeat(1_000)}1${"}".repeat(1_000)}`, "too deeply nested"],
    ['{"a":1}', "no event type"],
  ])("%.20s says why", (text, reason) => {
    expect(read({ body: text })).toMatchObject({ readable: false, reason });
  });

  it("never quotes what it holds", () => {
    expect(JSON.stringify(read({ body: '{"iban":"DE00 secret' }))).not.toContain("secret");
  });

  it("may hold brackets in its texts", () => {
    expect(envelopeOf({ body: { ...body, note: '["{'.repeat(2_000) } }).eventId).toBe("e-1");
  });
});

describe("hostile text", () => {
  it("is repaired in words, and refused as an identity", () => {
    const read = envelopeOf({
      properties: { messageId: "m-1" },
      body: { ...body, eventId: "e\0", eventType: "Order\0\uD800Placed", orderId: "\uDC00" },
    });
    expect(read).toMatchObject({ eventId: "m-1", eventType: "Order\uFFFD\uFFFDPlaced", aggregateId: null });
  });

  it("is no identity when too long or lost already, rather than another's", () => {
    expect(envelopeOf({ body: { ...body, eventId: "e".repeat(401) } }).eventId).toBeNull();
    expect(
      envelopeOf({ body: Buffer.from(JSON.stringify(body).replace("e-1", "é"), "latin1") }).eventId,
    ).toBeNull();
    expect(envelopeOf({ body: { ...body, orderId: 2 ** 53 } }).aggregateId).toBeNull();
    expect(envelopeOf({ body: { ...body, orderId: 0 } }).aggregateId).toBeNull();
    const nil = "00000000-0000-0000-0000-000000000000";
    expect(envelopeOf({ body: { ...body, correlationId: nil } }).correlationId).toBeNull();
  });

  it("keeps two long types two", () => {
    const long = `order.${"x".repeat(300)}`;
    const [one, other] = [`${long}1`, `${long}2`].map(
      (eventType) => envelopeOf({ body: { ...body, eventType } }).eventType,
    );
    expect(one).toHaveLength(200);
    expect(one).not.toBe(other);
  });

  it("in the names of fields is data", () => {
    const text =
      '{"__proto__":{"eventType":"OrderPlaced"},"constructor":{"id":1},"eventId":"e-1","toString":null}';
    expect(read({ body: text })).toMatchObject({ readable: true, envelope: { eventType: "shop" } });
    expect(({} as Record<string, unknown>).eventType).toBeUndefined();
  });

  it("of a million names or a thousand ids costs and gives little", () => {
    const wide = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`n${i}Id`, `v${i}`]));
    expect(envelopeOf({ body: { ...body, data: wide } }).references).toHaveLength(16);
  });
});

describe("versions", () => {
  it("are the aggregate's beside its id and the schema's elsewhere", () => {
    const versions = (more: object) => {
      const { declaredVersion, schemaVersion } = envelopeOf({ body: { ...body, ...more } });
      return [declaredVersion, schemaVersion];
    };
    expect(versions({ version: 1 })).toEqual([null, "1"]);
    expect(versions({ version: "1.0" })).toEqual([null, "1.0"]);
    expect(versions({ version: 7, aggregateId: "o-1" })).toEqual([7, null]);
    expect(versions({ version: "2.1", aggregateId: "o-1" })).toEqual([null, "2.1"]);
    expect(versions({ version: 7, aggregateId: "o-1", schemaVersion: 2 })).toEqual([7, "2"]);
    expect(versions({ aggregateVersion: 3, version: 2 })).toEqual([3, "2"]);
    expect(versions({ version: -1, aggregateId: "o-1" })[0]).toBeNull();
  });
});
