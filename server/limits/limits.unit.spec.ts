import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SillageError } from "@/server/errors";
import { addressBlock } from "./address-block";
import { RequestRate } from "./request-rate";
import { Turns } from "./turns";

describe("an address block", () => {
  it.each([
    ["192.0.2.7", "192.0.2.7"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["::1", "0:0:0:0::/64"],
    ["2001:db8:1:2::", "2001:db8:1:2::/64"],
  ])("of %s is %s", (address, block) => expect(addressBlock(address)).toBe(block));
});

describe("the request rate", () => {
  it("lets a burst through, then so many a second, and says when to come again", () => {
    let now = 0;
    const rate = new RequestRate({ burst: 3, perSecond: 2 }, () => now);
    const passes = () => {
      try {
        rate.take("ann");
        return true;
      } catch (error) {
        expect((error as SillageError).code).toBe("TOO_MANY_REQUESTS");
        expect((error as SillageError).details).toEqual({ retryAfter: 1 });
        return false;
      }
    };
    expect([passes(), passes(), passes(), passes()]).toEqual([true, true, true, false]);
    expect(() => rate.take("bob")).not.toThrow();
    now = 499;
    expect(passes()).toBe(false);
    now = 500;
    expect([passes(), passes()]).toEqual([true, false]);
    now = 60_000;
    expect([passes(), passes(), passes(), passes()]).toEqual([true, true, true, false]);
  });

  it("never lets more through than the burst and the time allow, whatever the moments", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(400), { maxLength: 300 }), (gaps) => {
        let now = 0;
        let passed = 0;
        const rate = new RequestRate({ burst: 5, perSecond: 10 }, () => now);
        for (const gap of gaps) {
          now += gap;
          try {
            rate.take("ann");
            passed++;
          } catch {
            // Refused: it is not counted.
          }
        }
        expect(passed).toBeLessThanOrEqual(5 + (now / 1_000) * 10);
        if (gaps.every((gap) => gap >= 100)) expect(passed).toBe(gaps.length);
      }),
    );
  });
});

describe("turns", () => {
  const LIMITS = { total: 3, each: 2, waiting: 4, waitMs: 60_000 };
  const settle = () => new Promise((resolve) => setImmediate(resolve));

  it("go round: who asks for many waits behind themselves, not before the others", async () => {
    const turns = new Turns(LIMITS);
    const order: string[] = [];
    const ends: (() => void)[] = [];
    const ask = (key: string) =>
      turns.take(key).then((end) => {
        order.push(key);
        ends.push(end);
      });
    for (const key of ["ann", "ann", "ann", "ann", "ann", "bob", "bob", "cid"]) void ask(key);
    await settle();
    // Two of Ann's, and one of Bob's at once though five of hers came before.
    expect(order).toEqual(["ann", "ann", "bob"]);
    while (ends.length > 0) {
      ends.shift()!();
      await settle();
    }
    expect(order).toEqual(["ann", "ann", "bob", "ann", "bob", "cid", "ann", "ann"]);
  });

  it("never exceed a limit, and all come in the end, whatever is asked", async () => {
    const task = fc.record({ key: fc.constantFrom("a", "b", "c"), ticks: fc.nat(4) });
    await fc.assert(
      fc.asyncProperty(fc.array(task, { maxLength: 40 }), async (tasks) => {
        const turns = new Turns({ ...LIMITS, waiting: 100 });
        const now = new Map<string, number>();
        let all = 0;
        await Promise.all(
          tasks.map(async ({ key, ticks }) => {
            const end = await turns.take(key);
            now.set(key, (now.get(key) ?? 0) + 1);
            expect(++all).toBeLessThanOrEqual(LIMITS.total);
            expect(now.get(key)).toBeLessThanOrEqual(LIMITS.each);
            for (let i = 0; i < ticks; i++) await settle();
            now.set(key, now.get(key)! - 1);
            all--;
            end();
            end();
          }),
        );
        expect(all).toBe(0);
      }),
      { numRuns: 50 },
    );
  });

  it("are refused when too many of one key wait, and given up after a while", async () => {
    const turns = new Turns({ ...LIMITS, waitMs: 5 });
    const ends = [await turns.take("ann"), await turns.take("ann")];
    const waiting = [1, 2, 3, 4].map(() => turns.take("ann"));
    await expect(turns.take("ann")).rejects.toMatchObject({ code: "TOO_MANY_REQUESTS" });
    expect(typeof (await turns.take("bob"))).toBe("function");
    for (const one of waiting) await expect(one).rejects.toMatchObject({ code: "UNAVAILABLE" });
    for (const end of ends) end();
    expect(typeof (await turns.take("ann"))).toBe("function");
  });
});
