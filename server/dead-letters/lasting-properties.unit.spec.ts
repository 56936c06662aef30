import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeProperties } from "@/server/broker/encode-properties";
import { encodeProperties as encodeWire } from "@/server/broker/testing/encode-properties";
import { lastingProperties } from "./lasting-properties";

const properties = {
  contentType: "application/json",
  contentEncoding: "gzip",
  messageId: "m",
  appId: "shop",
};
const headers = { "x-death": [{ queue: "work", count: 1 }], note: "kept", nested: { "x-delivery-count": 2 } };

describe("the lasting part of a content header", () => {
  it("is the same at the first delivery of a quorum queue and at every later one", () => {
    const first = encodeProperties(properties, headers);
    for (const count of [1, 300, 70_000]) {
      const again = encodeProperties(properties, { "x-delivery-count": count, ...headers });
      expect(Buffer.from(lastingProperties(again))).toEqual(first);
    }
  });

  it("has no header table where the queue has made one", () => {
    const again = encodeProperties({ messageId: "m" }, { "x-delivery-count": 1, "x-acquired-count": 2 });
    expect(Buffer.from(lastingProperties(again))).toEqual(encodeWire({ messageId: "m" }));
  });

  it("is all of it where nothing was added", () => {
    const raw = encodeProperties(properties, headers);
    expect(Buffer.from(lastingProperties(raw))).toEqual(raw);
    expect(Buffer.from(lastingProperties(encodeWire({ messageId: "m" })))).toEqual(
      encodeWire({ messageId: "m" }),
    );
  });

  it("is all of it where the bytes cannot be read", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (tail) => {
        const raw = Buffer.concat([Buffer.from([0x20, 0x00]), tail]);
        expect(lastingProperties(raw).length).toBeLessThanOrEqual(raw.length);
      }),
    );
    const cut = encodeProperties({}, { "x-delivery-count": 1, note: "n" }).subarray(0, -1);
    expect(lastingProperties(cut)).toBe(cut);
  });
});
