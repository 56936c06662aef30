import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ERROR_CLASSES, ServiceFailure } from "./failure";
import { ATTEMPTS, afterFailure } from "./retry";

const transient = { errorClass: "transient", notBeforeMs: 0 } as const;

describe("a transient failure", () => {
  it("is tried again after a wait that doubles", () => {
    const waits = [1, 2, 3, 4].map((attempts) => afterFailure(attempts, transient, 0));
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000].map((delayMs) => ({ verdict: "retry", delayMs })));
  });

  it("is spread by chance over half of the wait", () => {
    expect(afterFailure(4, transient, 0.5)).toEqual({ verdict: "retry", delayMs: 6_000 });
  });

  it("waits at least as long as trying is known to be in vain", () => {
    expect(afterFailure(1, { ...transient, notBeforeMs: 9_000 }, 0)).toEqual({
      verdict: "retry",
      delayMs: 9_000,
    });
  });

  it("is given up after the fifth", () => {
    expect(afterFailure(ATTEMPTS, transient, 0)).toEqual({ verdict: "give up" });
  });
});

describe("a failure of another class", () => {
  it.each(["poison", "business"] as const)("%s is given up at once", (errorClass) => {
    expect(afterFailure(1, new ServiceFailure(errorClass, "no"), 0)).toEqual({ verdict: "give up" });
  });
});

describe("any failure", () => {
  it("waits between one second and a minute, or ends", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.constantFrom(...ERROR_CLASSES),
        fc.integer({ min: 0, max: 1e9 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (attempts, errorClass, notBeforeMs, random) => {
          const verdict = afterFailure(attempts, { errorClass, notBeforeMs }, random);
          if (verdict.verdict === "give up") return errorClass !== "transient" || attempts >= ATTEMPTS;
          return verdict.delayMs >= 1_000 && verdict.delayMs <= 60_000;
        },
      ),
    );
  });
});
