import { describe, expect, it } from "vitest";
import { flatten } from "./flatten";
import { parseJson } from "./parse-json";

describe("a JSON tree", () => {
  it("lists what is open, in order, and hides what is folded", () => {
    const value = { a: 1, b: { c: [true, null] } };
    const lines = flatten(value, new Set());
    expect(lines.map((line) => [line.depth, line.name, line.kind])).toEqual([
      [0, null, "object"],
      [1, "a", "number"],
      [1, "b", "object"],
      [2, "c", "array"],
      [3, "0", "boolean"],
      [3, "1", "null"],
    ]);
    expect(flatten(value, new Set(['/"b"'])).map((line) => line.name)).toEqual([null, "a", "b"]);
  });

  it("begins with large members folded", () => {
    const lines = flatten({ big: Array.from({ length: 5_000 }, (_, i) => i) }, new Set());
    expect(lines).toHaveLength(2);
  });

  it("tells keys apart that look like paths", () => {
    const paths = flatten(JSON.parse('{"a/b":1,"a":{"b":2},"__proto__":3}'), new Set()).map(
      (line) => line.path,
    );
    expect(new Set(paths).size).toBe(paths.length);
    expect(paths).toHaveLength(5);
  });

  it("is undefined for what is no JSON", () => {
    expect(parseJson("{")).toBeUndefined();
    expect(parseJson("")).toBeUndefined();
  });
});
