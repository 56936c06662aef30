import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { indexJsonNow, type JsonIndex } from "./index-json";
import { depthOf, keyOf, kindOf, pathOf, sourceOf, textOf } from "./json-values";
import { searchJson } from "./search-json";
import { moveOf } from "./tree-keys";
import { lineOf, revealed, turn, USUAL_FOLDING, visibleLines } from "./tree-lines";

const indexed = (text: string) => {
  const index = indexJsonNow(text);
  if (!index) throw new Error(`not JSON: ${text.slice(0, 80)}`);
  return index;
};

/** The value again, from the index alone. */
function rebuild(index: JsonIndex, value = 0): unknown {
  const kind = kindOf(index, value);
  if (kind !== "object" && kind !== "array") return JSON.parse(sourceOf(index, value));
  const members: number[] = [];
  for (let at = value + 1; at < index.after[value]!; at = index.after[at]!) members.push(at);
  expect(members).toHaveLength(index.members[value]!);
  if (kind === "array") return members.map((member) => rebuild(index, member));
  // As JSON.parse does it: `__proto__` is a key like any other.
  return JSON.parse(
    `{${members.map((m) => `${JSON.stringify(keyOf(index, m))}:${JSON.stringify(rebuild(index, m))}`).join(",")}}`,
  );
}

const linesOf = (index: JsonIndex, folding = USUAL_FOLDING) => [...visibleLines(index, folding).values];

describe("the index of a JSON text", () => {
  it("holds every value, however it was spaced", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 1, "\t"), (value, space) => {
        expect(rebuild(indexed(JSON.stringify(value, null, space)))).toEqual(
          JSON.parse(JSON.stringify(value)),
        );
      }),
    );
  });

  it("takes the same texts for JSON as JSON.parse does", () => {
    const isJson = (text: string) => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    };
    const pieces = fc.constantFrom(
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      '"',
      "\\",
      "a",
      "1",
      "0",
      "-",
      ".",
      "e",
      " ",
      "\n",
      "\u0001",
      "true",
      "null",
      "\\u00e",
      '"a"',
    );
    const nearly = fc.tuple(fc.json(), fc.nat(), fc.nat(3), pieces).map(([text, at, cut, piece]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + piece + text.slice(place + cut);
    });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(pieces).map((all) => all.join("")),
          nearly,
          fc.string(),
        ),
        (text) => {
          expect(indexJsonNow(text) !== null).toBe(isJson(text));
        },
      ),
      { numRuns: 3_000 },
    );
    for (const text of ["", " ", "01", "1.", "[1,]", '{"a":1,}', "\ufeff1", "1 2", "nul", '"\t"'])
      expect([text, indexJsonNow(text)]).toEqual([text, null]);
  });

  it("shows numbers exactly as they were written", () => {
    fc.assert(
      fc.property(fc.bigInt(), (number) => {
        const index = indexed(`{"id": ${number}}`);
        expect(textOf(index, 1)).toBe(String(number));
      }),
    );
    const index = indexed("[9007199254740993, 0.1000000000000000055, 1e400, -0]");
    expect([1, 2, 3, 4].map((value) => textOf(index, value))).toEqual([
      "9007199254740993",
      "0.1000000000000000055",
      "1e400",
      "-0",
    ]);
  });

  it("keeps keys that come twice or look like something else, and names the way to a value", () => {
    const index = indexed('{"a":1,"a":2,"__proto__":{"unit price":[null,"x"]},"a\\"b":3}');
    expect(Array.from({ length: index.count }, (_, value) => pathOf(index, value))).toEqual([
      "$",
      "$.a",
      "$.a",
      "$.__proto__",
      '$.__proto__["unit price"]',
      '$.__proto__["unit price"][0]',
      '$.__proto__["unit price"][1]',
      '$["a\\"b"]',
    ]);
    expect(depthOf(index, 6)).toBe(3);
  });

  it("does not end at deep nesting, long texts or many members", () => {
    expect(indexed(`${"[".repeat(5_000)}${"]".repeat(5_000)}`).count).toBe(5_000);
    expect(indexJsonNow("[".repeat(100_000))).toBeNull();
    expect(textOf(indexed(JSON.stringify("x\n".repeat(2_000_000))), 0)).toHaveLength(4_000_000);
    expect(indexed(JSON.stringify(Array.from({ length: 300_000 }, (_, i) => i))).members[0]).toBe(300_000);
  });
});

describe("the lines of a tree", () => {
  it("are what is not inside something folded", () => {
    const index = indexed('{"a":1,"b":{"c":[true,null]},"d":2}');
    expect(linesOf(index)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(linesOf(index, turn(USUAL_FOLDING, 2))).toEqual([0, 1, 2, 6]);
    expect(linesOf(index, { base: "none", turned: new Set() })).toEqual([0, 1, 2, 6]);
    expect([...visibleLines(index, USUAL_FOLDING).depths]).toEqual([0, 1, 1, 2, 3, 3, 1]);
  });

  it("begin with large members folded", () => {
    expect(linesOf(indexed(JSON.stringify({ big: Array.from({ length: 5_000 }, (_, i) => i) })))).toEqual([
      0, 1,
    ]);
  });

  it("show any value once it is revealed, at the depth where it is", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.nat(), fc.array(fc.nat()), (value, pick, turned) => {
        const index = indexed(JSON.stringify(value));
        const start = { base: "usual" as const, turned: new Set(turned.map((at) => at % index.count)) };
        const wanted = pick % index.count;
        const lines = visibleLines(index, revealed(index, start, wanted));
        const line = lineOf(lines, wanted);
        expect(lines.values[line]).toBe(wanted);
        expect(lines.depths[line]).toBe(depthOf(index, wanted));
      }),
    );
  });
});

describe("a search in a tree", () => {
  it("finds keys and values in any case, escaped or not", () => {
    const index = indexed(
      '{"Name":"Jos\\u00e9 N\\u00FA\\u00f1ez","path":"C:\\\\tmp","note":"a/b","n":[12,120]}',
    );
    expect(searchJson(index, "josé")).toEqual([1]);
    expect(searchJson(index, "NAME")).toEqual([1]);
    expect(searchJson(index, "C:\\tmp")).toEqual([2]);
    expect(searchJson(index, "a/b")).toEqual([3]);
    expect(searchJson(index, "12")).toEqual([5, 6]);
    expect(searchJson(index, "absent")).toEqual([]);
    expect(searchJson(index, "")).toEqual([]);
  });

  it("finds every text value by any part of it", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 1 }), fc.nat(), (texts, pick) => {
        const index = indexed(JSON.stringify(texts));
        const at = pick % texts.length;
        expect(searchJson(index, texts[at]!)).toContain(at + 1);
      }),
    );
  });
});

describe("the keys of a tree", () => {
  it("go, fold and unfold as in any tree", () => {
    const index = indexed('{"a":1,"b":{"c":true},"d":[]}');
    const at = (value: number, folding = USUAL_FOLDING) => ({
      index,
      lines: visibleLines(index, folding),
      folding,
      value,
    });
    expect(moveOf("ArrowDown", at(1))).toEqual({ to: 2 });
    expect(moveOf("ArrowLeft", at(2))).toEqual({ turn: 2 });
    expect(moveOf("ArrowLeft", at(3))).toEqual({ to: 2 });
    expect(moveOf("ArrowRight", at(2))).toEqual({ to: 3 });
    expect(moveOf("ArrowRight", at(2, turn(USUAL_FOLDING, 2)))).toEqual({ turn: 2 });
    expect(moveOf("ArrowRight", at(4))).toEqual({ to: 4 });
    expect(moveOf("End", at(0))).toEqual({ to: 4 });
    expect(moveOf("Enter", at(3))).toEqual({ act: "filter" });
    expect(moveOf("j", at(0))).toBeNull();
  });
});
