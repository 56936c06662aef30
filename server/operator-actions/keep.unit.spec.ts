import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HIDDEN, kept, keptText } from "./keep";

describe("a text that is kept", () => {
  it.each([
    ["amqps://sillage:s3cret@broker:5671/shop", `amqps://${HIDDEN}@broker:5671/shop`],
    [
      "at postgresql://u:p%40ss@db/x and amqp://a:b@c",
      `at postgresql://${HIDDEN}@db/x and amqp://${HIDDEN}@c`,
    ],
    ["amqp://user:p@ss@host/v", `amqp://${HIDDEN}@host/v`],
    ["Authorization: Bearer abcdefgh12345678", `Authorization: Bearer ${HIDDEN}`],
    ["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", HIDDEN],
    ["password=hunter2 and more", `password=${HIDDEN} and more`],
    ['{"token": "abc"}', `{"token": ${HIDDEN}"}`],
    ["ann@example.com asked", "ann@example.com asked"],
    ["http://example.com/a@b", "http://example.com/a@b"],
  ])("%s", (text, expected) => expect(keptText(text)).toBe(expected));

  it("hides a secret that its end would halve", () => {
    const text = `${"x".repeat(980)} amqp://user:${"s".repeat(60)}@host`;
    expect(keptText(text)).not.toContain("sss");
  });

  it("is cut, and storable", () => {
    expect(keptText("a".repeat(5_000))).toHaveLength(1_001);
    expect(keptText("a\0b\ud800c")).toBe("a\uFFFDb\uFFFDc");
    expect(keptText(`${"a".repeat(999)}😀`)).toBe(`${"a".repeat(999)}\uFFFD…`);
  });
});

describe("values that are kept", () => {
  it("have their secrets cut out by name, at any depth, and keep what only speaks of them", () => {
    const before = {
      password: "x",
      newPassword: "y",
      apiKey: "k",
      headers: [{ Authorization: "z", Cookie: "c" }],
      totpSecret: "s",
      pin: 1234,
      tokenId: "7",
      tokenName: "ci",
      lastUsedAt: new Date(0),
      passwordChangedAt: null,
      hasPassword: true,
      url: "amqp://a:b@c",
    };
    expect(kept(before)).toEqual({
      password: HIDDEN,
      newPassword: HIDDEN,
      apiKey: HIDDEN,
      headers: [{ Authorization: HIDDEN, Cookie: HIDDEN }],
      totpSecret: HIDDEN,
      pin: HIDDEN,
      tokenId: "7",
      tokenName: "ci",
      lastUsedAt: "1970-01-01T00:00:00.000Z",
      passwordChangedAt: null,
      hasPassword: true,
      url: `amqp://${HIDDEN}@c`,
    });
  });

  it("keep a key that names the prototype as a key", () => {
    const hostile = JSON.parse('{"__proto__": {"admin": true}, "constructor": {"prototype": 1}}');
    const copy = kept(hostile) as Record<string, unknown>;
    expect(JSON.stringify(copy)).toBe('{"__proto__":{"admin":true},"constructor":{"prototype":1}}');
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it("are bounded, and can be written, whatever they are", () => {
    const endless: unknown[] = [];
    endless.push(endless, { endless });
    expect(JSON.stringify(kept(endless)).length).toBeLessThan(40_000);
    const value = fc.anything({ withBigInt: true, withDate: true, maxDepth: 8 });
    const text = fc.string({ unit: "binary", maxLength: 3_000 });
    fc.assert(
      fc.property(
        fc.oneof(value, text, fc.array(text, { maxLength: 200 }), fc.object({ key: text })),
        (given) => {
          const written = JSON.stringify(kept(given));
          expect(written.length).toBeLessThan(120_000);
          // Escapes of JSON: PostgreSQL refuses both in jsonb.
          expect(written).not.toMatch(/\\u0000|\\ud[89a-f]/i);
        },
      ),
      { numRuns: 500 },
    );
  });
});
