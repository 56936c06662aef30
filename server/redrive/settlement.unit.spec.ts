import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Evidence, verdictOf } from "./settlement";

const evidence: Evidence = {
  returned: false,
  receipt: false,
  toQueue: true,
  mayRefuse: false,
  absenceCounts: true,
};

describe("a message that was perhaps sent", () => {
  it("is sent again where it would be in our store and is not", () => {
    expect(verdictOf(evidence)).toBe("resend");
  });

  it("is confirmed where our store has it and its queue takes everything", () => {
    expect(verdictOf({ ...evidence, receipt: true })).toMatchObject({ outcome: "confirmed" });
  });

  it("is in doubt where its queue may have refused it, or nobody knows", () => {
    for (const mayRefuse of [true, null]) {
      expect(verdictOf({ ...evidence, receipt: true, mayRefuse })).toMatchObject({ outcome: "in_doubt" });
    }
    expect(verdictOf({ ...evidence, receipt: true, toQueue: false })).toMatchObject({ outcome: "in_doubt" });
  });

  it("is in doubt where our store would not have it", () => {
    expect(verdictOf({ ...evidence, absenceCounts: false })).toMatchObject({ outcome: "in_doubt" });
  });

  it("is returned where it came back, whatever else is known", () => {
    const any = fc.record({
      returned: fc.constant(true),
      receipt: fc.boolean(),
      toQueue: fc.boolean(),
      mayRefuse: fc.constantFrom(true, false, null),
      absenceCounts: fc.boolean(),
    });
    fc.assert(
      fc.property(any, (it) => {
        expect(verdictOf(it)).toMatchObject({ outcome: "returned" });
      }),
    );
  });

  it("is never sent again when there is a receipt of it", () => {
    const any = fc.record({
      returned: fc.boolean(),
      receipt: fc.constant(true),
      toQueue: fc.boolean(),
      mayRefuse: fc.constantFrom(true, false, null),
      absenceCounts: fc.boolean(),
    });
    fc.assert(
      fc.property(any, (it) => {
        expect(verdictOf(it)).not.toBe("resend");
      }),
    );
  });
});
