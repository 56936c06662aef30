import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainLine } from "./logger";

describe("a line of the log", () => {
  it("says the same as before, and holds nothing that a terminal or an editor obeys", () => {
    const hostile = fc.constantFrom(
      "\x1b[31m",
      "\x9b31m",
      "\u202e",
      "\u2028",
      "\x85",
      "\n",
      "\r",
      "\0",
      "\ufeff",
      "é😀",
    );
    const text = fc.array(fc.oneof(hostile, fc.string({ unit: "binary" }))).map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.dictionary(text, text), (fields) => {
        const line = plainLine(JSON.stringify(fields));
        expect(JSON.parse(line)).toEqual(fields);
        expect(line).not.toMatch(/[\p{Cc}\u2028-\u202e\u2066-\u2069\ufeff]/u);
      }),
    );
  });
});
