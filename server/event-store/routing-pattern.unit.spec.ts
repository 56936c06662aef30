import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isPattern, matchesPattern, patternPrefix, patternToRegex } from "./routing-pattern";

const word = fc.constantFrom("a", "b", "order", "é", "", "x+(", "\\d");
const key = fc.array(word, { maxLength: 5 }).map((words) => words.join("."));
const pattern = fc
  .array(fc.oneof(word, fc.constantFrom("*", "#")), { maxLength: 5 })
  .map((words) => words.join("."));

/** As PostgreSQL sees the key: each word with a dot before it. */
const dotted = (text: string) => (text === "" ? "" : `.${text}`);

describe("a routing pattern", () => {
  it.each([
    ["order.*", "order.placed", true],
    ["order.*", "order", false],
    ["order.*", "order.placed.late", false],
    ["order.#", "order", true],
    ["order.#", "order.placed.late", true],
    ["#", "", true],
    ["*", "", false],
    ["#.late", "late", true],
    ["a.#.b.#.c", "a.b.b.x.c", true],
    ["or*r.placed", "order.placed", false],
  ])("%s and %s: %s", (wanted, routingKey, matches) => {
    expect(matchesPattern(wanted, routingKey)).toBe(matches);
  });

  it("means the same as a regular expression and as a walk over words", () => {
    fc.assert(
      fc.property(pattern, key, (wanted, routingKey) => {
        expect(new RegExp(patternToRegex(wanted), "s").test(dotted(routingKey))).toBe(
          matchesPattern(wanted, routingKey),
        );
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ["order.*.eu", "order"],
    ["order.placed.#", "order.placed"],
    ["#.late", ""],
    ["order.placed", "order.placed"],
  ])("%s stands for keys that begin with '%s'", (wanted, prefix) => {
    expect(patternPrefix(wanted)).toBe(prefix);
  });

  it("never matches a key that begins otherwise", () => {
    fc.assert(
      fc.property(pattern, key, (wanted, routingKey) => {
        if (matchesPattern(wanted, routingKey))
          expect(routingKey.startsWith(patternPrefix(wanted))).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it("comes to an end on a pattern that would make a backtracking matcher hang", () => {
    expect(matchesPattern(Array(60).fill("#.a").join("."), `${Array(120).fill("a").join(".")}.b`)).toBe(
      false,
    );
  });

  it("is one only when a whole word is a wildcard", () => {
    expect(isPattern("order.*")).toBe(true);
    expect(isPattern("#")).toBe(true);
    expect(isPattern("or*r.pl#ced")).toBe(false);
  });
});
