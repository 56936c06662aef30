import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HmacKey } from "./hmac-key";

const key = Buffer.from("0123456789abcdef0123456789abcdef");
const reference = (data: string | Uint8Array) => createHmac("sha256", key).update(data).digest("binary");

describe("HMAC-SHA-256 of one-shot hashes", () => {
  const hmac = new HmacKey(key);

  it("equals Node's own for any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), (data) => hmac.sign(data) === reference(data)),
    );
  });

  it("equals Node's own for any text", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => hmac.signText(text) === reference(text)));
  });

  it("equals Node's own beyond the scratch buffer", () => {
    expect(hmac.sign(Buffer.alloc(70_000, 7))).toBe(reference(Buffer.alloc(70_000, 7)));
    expect(hmac.signText("é".repeat(70_000))).toBe(reference("é".repeat(70_000)));
  });
});
