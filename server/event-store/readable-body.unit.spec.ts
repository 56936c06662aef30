import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readableBody } from "./readable-body";

const text = Buffer.from('{"note":"réclamation"}');

describe("a body with a content encoding", () => {
  it.each([
    ["gzip", gzipSync(text)],
    ["GZIP", gzipSync(text)],
    ["deflate", deflateSync(text)],
    ["deflate", deflateRawSync(text)],
    ["br", brotliCompressSync(text)],
    ["gzip, br", brotliCompressSync(gzipSync(text))],
  ])("of %s is read as it was written", (encoding, bytes) => {
    expect(readableBody(bytes, encoding, 1000).bytes.toString()).toBe(text.toString());
  });

  it("that is none, or is only a character set, stays as it is", () => {
    expect(readableBody(text, null, 1000)).toEqual({ bytes: text, decoded: [], problem: null });
    expect(readableBody(text, "utf-8", 1000).problem).toBeNull();
  });

  it("that is unknown, wrong or a bomb stays as it came, with the reason", () => {
    expect(readableBody(text, "zip", 1000).problem).toMatch(/not known/);
    expect(readableBody(text, "__proto__", 1000).problem).toMatch(/not known/);
    expect(readableBody(text, "gzip", 1000)).toMatchObject({ bytes: text, problem: "not valid gzip" });
    expect(readableBody(gzipSync(Buffer.alloc(5_000_000)), "gzip", 1000).problem).toMatch(/larger than 1000/);
  });
});
