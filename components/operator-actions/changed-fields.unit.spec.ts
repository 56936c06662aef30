import { describe, expect, it } from "vitest";
import { changedFields } from "./changed-fields";

describe("the fields of a change", () => {
  it("stand side by side, the new ones after the old, and say which changed", () => {
    expect(changedFields({ a: 1, gone: "x", same: { n: 1 } }, { a: 2, same: { n: 1 }, added: null })).toEqual(
      [
        { name: "a", before: 1, after: 2, changed: true },
        { name: "gone", before: "x", after: undefined, changed: true },
        { name: "same", before: { n: 1 }, after: { n: 1 }, changed: false },
        { name: "added", before: undefined, after: null, changed: true },
      ],
    );
  });

  it("may be missing on a side, be no objects, or have any name", () => {
    expect(changedFields(null, null)).toEqual([]);
    expect(changedFields(null, { a: 1 })).toEqual([
      { name: "a", before: undefined, after: 1, changed: true },
    ]);
    expect(changedFields("x", ["y"])).toEqual([{ name: "", before: "x", after: ["y"], changed: true }]);
    expect(changedFields(JSON.parse('{"__proto__": 1}'), null)).toEqual([
      { name: "__proto__", before: 1, after: undefined, changed: true },
    ]);
  });
});
