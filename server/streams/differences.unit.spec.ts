import { describe, expect, it } from "vitest";
import { differencesOf } from "./differences";

describe("two values differ", () => {
  it("where one has what the other has not, in the order of their keys", () => {
    expect(differencesOf({ a: 1, b: [1, 2], c: "x" }, { b: [1, 3], c: "x", d: null })).toEqual([
      { path: "a", stored: 1 },
      { path: "b.1", stored: 2, rebuilt: 3 },
      { path: "d", rebuilt: null },
    ]);
    expect(differencesOf({ a: { b: 1 } }, { a: { b: 1 } })).toEqual([]);
  });

  it("by their own keys alone, whatever these are called", () => {
    const named = JSON.parse('{"constructor": 1, "toString": {"valueOf": 2}, "__proto__": 3}');
    expect(differencesOf({}, named)).toEqual([
      { path: "constructor", rebuilt: 1 },
      { path: "toString", rebuilt: { valueOf: 2 } },
      { path: "__proto__", rebuilt: 3 },
    ]);
  });
});
