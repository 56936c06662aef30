import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Cell } from "@/server/event-store/traffic-series";
import { FINE_RANGE_MS, MAX_BUCKETS, planBuckets, STEPS, stackCells } from "./buckets";

const moment = fc.integer({ min: 0, max: Date.parse("2100-01-01T00:00:00Z") });
const length = fc.oneof(
  fc.integer({ min: 1, max: 3_600_000 }),
  fc.integer({ min: 1, max: 40 * 365 * 86_400_000 }),
);

describe("buckets of a range", () => {
  it("cover it, are aligned to their width, and are not too many", () => {
    fc.assert(
      fc.property(moment, length, fc.boolean(), (from, ms, fine) => {
        const plan = planBuckets(from, from + ms, fine);
        const end = plan.first + plan.count * plan.stepMs;
        expect(plan.first % plan.stepMs).toBe(0);
        expect(plan.first <= from && from < plan.first + plan.stepMs).toBe(true);
        expect(end >= from + ms && end - plan.stepMs < from + ms).toBe(true);
        expect(plan.count).toBeLessThanOrEqual(MAX_BUCKETS);
      }),
    );
  });

  it("are whole minutes unless the range is short and its messages may be counted one by one", () => {
    fc.assert(
      fc.property(moment, length, fc.boolean(), (from, ms, fine) => {
        const { stepMs } = planBuckets(from, from + ms, fine);
        if (!fine || ms > FINE_RANGE_MS) expect(stepMs % 60_000).toBe(0);
      }),
    );
    expect(STEPS.filter((step) => step >= 60_000).every((step) => step % 60_000 === 0)).toBe(true);
  });

  it.each([
    ["a quarter of an hour, one by one", 15 * 60_000, true, 5_000],
    ["a quarter of an hour of heavy traffic", 15 * 60_000, false, 60_000],
    ["an hour", 3_600_000, true, 60_000],
    ["a day", 86_400_000, true, 600_000],
    ["a week", 7 * 86_400_000, true, 3_600_000],
    ["thirty days", 30 * 86_400_000, true, 6 * 3_600_000],
  ])("of %s are as wide as a person expects", (_, ms, fine, step) => {
    expect(
      planBuckets(Date.parse("2026-03-01T10:07:31Z"), Date.parse("2026-03-01T10:07:31Z") + ms, fine),
    ).toMatchObject({ stepMs: step });
  });
});

describe("stacks", () => {
  const plan = { stepMs: 60_000, first: 0, count: 10 };
  const cells = fc.uniqueArray(
    fc.record({
      at: fc.integer({ min: 0, max: 9 }).map((n) => n * 60_000),
      exchange: fc.constantFrom("", "a", "b", "c", "d", "__proto__", "constructor"),
      count: fc.integer({ min: 1, max: 1_000_000 }),
    }),
    { selector: (cell: Cell) => `${cell.at} ${cell.exchange}` },
  );
  const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

  it("lose no message and invent none, whatever the number of exchanges shown", () => {
    fc.assert(
      fc.property(cells, fc.integer({ min: 1, max: 9 }), (given, top) => {
        const { total, stacks, others } = stackCells(plan, given, top);
        expect(total).toBe(sum(given.map((cell) => cell.count)));
        expect(sum(stacks.map((stack) => stack.total)) + (others?.total ?? 0)).toBe(total);
        for (let i = 0; i < plan.count; i++) {
          const shown = sum(stacks.map((stack) => stack.counts[i]!)) + (others?.counts[i] ?? 0);
          expect(shown).toBe(sum(given.filter((cell) => cell.at === i * 60_000).map((cell) => cell.count)));
        }
        expect(stacks.length).toBeLessThanOrEqual(top);
        const least = stacks.at(-1)?.total ?? 0;
        if (others) expect(others.total).toBeLessThanOrEqual(least * others.names);
      }),
    );
  });

  it("refuse a number that belongs to no bucket", () => {
    expect(() => stackCells(plan, [{ at: 600_000, exchange: "a", count: 1 }], 3)).toThrow(RangeError);
    expect(() => stackCells(plan, [{ at: -60_000, exchange: "a", count: 1 }], 3)).toThrow(RangeError);
  });
});
