import { describe, expect, it } from "vitest";
import { foldSaga } from "./fold-saga";
import type { Arrived, VariantNode } from "./saga";
import { TOLD_KEY, told } from "./testing/told";

const variantOf = (arrivals: readonly Arrived[]) =>
  foldSaga(TOLD_KEY, arrivals, { silenceMs: 60_000 })[0]!.variant;
/** `A(B×2 C)`: B twice, and C, after A. */
const spell = (path: readonly VariantNode[]): string =>
  path
    .map(
      ({ type, times, next: after }) =>
        `${type}${times ? `×${times}` : ""}${after ? `(${spell(after)})` : ""}`,
    )
    .join(" ");
const by = (id: number) => ({ causationId: `e${id}` });

describe("the variant of an instance", () => {
  it("is the same whichever of two branches is faster", () => {
    const branches = (b: number, c: number) => [
      told(1, 0, "A"),
      told(2, b, "B", by(1)),
      told(3, c, "C", by(1)),
      told(4, 50, "D", by(2)),
    ];
    const fast = variantOf(branches(10, 20));
    expect(variantOf(branches(20, 10))).toEqual(fast);
    expect(spell(fast.path)).toBe("A(B(D) C)");
    expect(variantOf([...branches(10, 20), told(5, 60, "E", by(3))]).id).not.toBe(fast.id);
  });

  it("tells the same again and again once, with how many times", () => {
    const twins = [told(1, 0, "A"), told(2, 1, "B", by(1)), told(3, 2, "B", by(1)), told(4, 3, "C", by(1))];
    expect(spell(variantOf(twins).path)).toBe("A(B×2 C)");
    const chain = [told(1, 0, "A"), told(2, 1, "B"), told(3, 2, "B"), told(4, 3, "B"), told(5, 4, "C")];
    expect(spell(variantOf(chain).path)).toBe("A(B×3(C))");
  });

  it("can be told however long the instance is", () => {
    const long = Array.from({ length: 9_000 }, (_, n) => told(n + 1, n, `T${n % 3}`));
    expect(JSON.stringify(variantOf(long).path).length).toBeLessThan(10_000);
  });
});
