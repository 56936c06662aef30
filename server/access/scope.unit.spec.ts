import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coversVhost, inScope, matchesName, NOTHING, touchesVhost, union } from "./scope";
import { parts, places } from "./testing/arbitraries";

describe("a pattern for exchange names", () => {
  it.each([
    ["orders", "orders", true],
    ["orders", "orders.eu", false],
    ["orders*", "orders", true],
    ["orders*", "orders.eu", true],
    ["orders.*", "orders", false],
    ["*.eu", "orders.eu", true],
    ["*", "", true],
    ["", "", true],
    ["", "orders", false],
    ["a*a", "a", false],
    ["a*b*c", "a-b-c", true],
    ["a*bc*c", "abc", false],
    ["o?ders", "orders", false],
    ["orders.%", "orders.eu", false],
  ])("%j stands for %j: %s", (pattern, name, stands) => {
    expect(matchesName(pattern, name)).toBe(stands);
  });

  it("means what the regular expression made of it means", () => {
    fc.assert(
      fc.property(parts, places, ({ exchanges }, { exchange }) => {
        const escaped = (exchanges ?? "*")
          .split("*")
          .map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
        expect(matchesName(exchanges ?? "*", exchange)).toBe(
          new RegExp(`^${escaped.join("[^]*")}$`).test(exchange),
        );
      }),
      { numRuns: 2_000 },
    );
  });

  it("finishes at once where a backtracking matcher would hang", () => {
    const started = performance.now();
    expect(matchesName(`${"*a".repeat(100)}b`, "a".repeat(250))).toBe(false);
    expect(performance.now() - started).toBeLessThan(100);
  });
});

describe("a scope", () => {
  it("of no parts holds nothing, and everything holds all", () => {
    fc.assert(
      fc.property(places, (place) => {
        expect(inScope(NOTHING, place)).toBe(false);
        expect(inScope("everything", place)).toBe(true);
      }),
    );
  });

  it("made of parts holds exactly what one of them holds, though it keeps fewer", () => {
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 5 }), places, (given, place) => {
        const scope = union(given);
        expect(inScope(scope, place)).toBe(given.some((part) => inScope([part], place)));
        if (scope !== "everything") expect(scope.length).toBeLessThanOrEqual(given.length);
      }),
      { numRuns: 2_000 },
    );
  });

  it("is everything as soon as one part is", () => {
    expect(
      union([
        { vhost: "shop", exchanges: "a" },
        { vhost: null, exchanges: "**" },
      ]),
    ).toBe("everything");
  });

  it("covers a virtual host only when no exchange of it can be outside", () => {
    const scope = union([
      { vhost: "shop", exchanges: "*" },
      { vhost: "/", exchanges: "orders*" },
    ]);
    expect(coversVhost(scope, "shop")).toBe(true);
    expect(coversVhost(scope, "/")).toBe(false);
    expect(touchesVhost(scope, "/")).toBe(true);
    expect(touchesVhost(scope, "other")).toBe(false);
  });

  it("that covers a virtual host holds all of its exchanges; one that touches none of it holds none", () => {
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 4 }), places, (given, place) => {
        if (coversVhost(given, place.vhost)) expect(inScope(given, place)).toBe(true);
        if (!touchesVhost(given, place.vhost)) expect(inScope(given, place)).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });
});
