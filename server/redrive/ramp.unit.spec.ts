import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judge, stepEnd } from "./ramp";
import { TokenBucket } from "./token-bucket";

const ramp = { canary: 10, growth: 10, waitSeconds: 10 };

describe("the steps of a redrive", () => {
  it("begin with the canary and grow until everything is sent", () => {
    expect(stepEnd(ramp, 1, 0, 5_000)).toBe(10);
    expect(stepEnd(ramp, 2, 10, 5_000)).toBe(110);
    expect(stepEnd(ramp, 3, 110, 5_000)).toBe(1_110);
    expect(stepEnd(ramp, 4, 1_110, 5_000)).toBe(5_000);
  });

  it("are one where there is no canary", () => {
    expect(stepEnd({ ...ramp, canary: 0 }, 1, 0, 5_000)).toBe(5_000);
  });

  it("always come to an end, and each is at least as large as the one before", () => {
    const any = fc.record({
      canary: fc.integer({ min: 1, max: 100 }),
      growth: fc.double({ min: 1, max: 100, noNaN: true }),
      waitSeconds: fc.constant(0),
    });
    fc.assert(
      fc.property(any, fc.integer({ min: 1, max: 10_000 }), (given, total) => {
        let [step, through, size] = [0, 0, 0];
        while (through < total) {
          const next = stepEnd(given, ++step, through, total);
          expect(next).toBeGreaterThan(through);
          if (next < total) expect(next - through).toBeGreaterThanOrEqual(size);
          [size, through] = [next - through, next];
        }
        expect(through).toBe(total);
      }),
    );
  });
});

describe("the halt rule", () => {
  const tally = { settled: 100, notTaken: 0, deadAgain: 0 };

  it("stops when more than the allowed share comes back dead or is not taken", () => {
    expect(judge(0.1, { ...tally, deadAgain: 10 }, true)).toBeNull();
    expect(judge(0.1, { ...tally, deadAgain: 11 }, true)).toEqual({
      rule: "dead-again",
      count: 11,
      of: 100,
      allowed: 0.1,
      detail: null,
    });
    expect(judge(0.1, { ...tally, notTaken: 11 }, true)).toMatchObject({ rule: "not-taken", count: 11 });
    expect(judge(0, { ...tally, deadAgain: 1 }, true)).toMatchObject({ rule: "dead-again" });
  });

  it("says nothing of few messages before their step has ended, and never where it is switched off", () => {
    const few = { settled: 2, notTaken: 0, deadAgain: 2 };
    expect(judge(0.1, few, false)).toBeNull();
    expect(judge(0.1, few, true)).not.toBeNull();
    expect(judge(null, { ...tally, deadAgain: 100 }, true)).toBeNull();
    expect(judge(0.1, { settled: 0, notTaken: 0, deadAgain: 0 }, true)).toBeNull();
  });
});

describe("a rate", () => {
  it("lets through as many as the time allows, and never much at once", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.array(fc.tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 1_000 })), {
          minLength: 1,
        }),
        (rate, looks) => {
          let now = 0;
          const bucket = new TokenBucket(() => now, rate);
          let taken = 0;
          for (const [ms, wanted] of looks) {
            now += ms;
            taken += bucket.take(wanted);
            expect(taken).toBeLessThanOrEqual((now / 1_000) * rate + Math.max(1, rate / 10) + 1e-6);
          }
        },
      ),
    );
  });

  it("says how long to wait for the next one, and may change", () => {
    let now = 0;
    const bucket = new TokenBucket(() => now, 2);
    expect(bucket.take(5)).toBe(1);
    expect(bucket.waitMs).toBe(500);
    now = 500;
    expect(bucket.take(5)).toBe(1);
    bucket.rate = null;
    expect(bucket.take(5)).toBe(5);
    expect(bucket.waitMs).toBe(0);
  });
});
