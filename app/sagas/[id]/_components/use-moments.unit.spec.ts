import { describe, expect, it } from "vitest";
import { nextMoment } from "./use-moments";

const open = { status: "RUNNING", late: false, lateAt: 2_000_000, stuckAt: 5_000_000 } as const;

describe("the moment at which the page of a saga asks again", () => {
  it("is when it becomes late, then when it gets stuck, whatever time it is", () => {
    expect(nextMoment(open)).toBe(2_000);
    expect(nextMoment({ ...open, late: true })).toBe(5_000);
    expect(nextMoment({ ...open, status: "COMPENSATING", late: true })).toBe(5_000);
  });

  it("is none where nothing is to come of itself", () => {
    expect(nextMoment({ ...open, status: "STUCK", late: true })).toBeNull();
    expect(nextMoment({ ...open, status: "COMPLETED" })).toBeNull();
    expect(nextMoment({ ...open, lateAt: null, stuckAt: null })).toBeNull();
  });
});
