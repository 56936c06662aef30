import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SeriesOutput } from "@/server/overview/overview-schemas";
import { colourSlots, SLOTS } from "./colour-slots";
import { momentAt, PLOT, placeOf } from "./plot-area";
import { rowsOf, stacksOf } from "./series-rows";
import { offsetOf, tickFormat, timeTicks } from "./time-axis";
import { valueTicks } from "./value-axis";
import { shift, snap, zoomIn, zoomOut } from "./zoom";

const FROM = Date.parse("2026-03-01T10:00:30Z");

describe("colours of exchanges", () => {
  it("are different for up to seven, and do not depend on their order", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { maxLength: SLOTS }), (names) => {
        const slots = colourSlots(names);
        expect(new Set(slots.values()).size).toBe(names.length);
        expect([...slots.values()].every((slot) => slot >= 1 && slot <= SLOTS)).toBe(true);
        expect([...colourSlots([...names].reverse())].sort()).toEqual([...slots].sort());
      }),
    );
  });

  it("stay when an exchange comes that wants another colour", () => {
    const one = colourSlots(["orders"]).get("orders");
    const other = ["payments", "stock", "mail", "billing", "users"].find(
      (name) => colourSlots([name]).get(name) !== one,
    )!;
    expect(colourSlots(["orders", other]).get("orders")).toBe(one);
  });
});

describe("the rows of a chart", () => {
  const series: SeriesOutput = {
    from: "2026-03-01T10:00:30.000Z",
    to: "2026-03-01T10:02:15.000Z",
    first: "2026-03-01T10:00:00.000Z",
    stepMs: 60_000,
    buckets: 3,
    total: 111,
    stacks: [{ name: "__proto__", total: 96, counts: [30, 60, 6] }],
    others: { names: 2, total: 15, counts: [0, 6, 9] },
    finishedTo: "2026-03-01T10:02:13.000Z",
    completeFrom: "2026-03-01T10:00:40.000Z",
  };

  it("know what is not finished, what is not complete, and the seconds that a rate is made of", () => {
    const rows = rowsOf(series);
    expect(
      rows.map(({ total, seconds, unfinished, incomplete }) => ({ total, seconds, unfinished, incomplete })),
    ).toEqual([
      { total: 30, seconds: 30, unfinished: false, incomplete: true },
      { total: 66, seconds: 60, unfinished: false, incomplete: false },
      { total: 15, seconds: 15, unfinished: true, incomplete: false },
    ]);
    expect(rows[1]!.counts).toEqual({ s0: 60, others: 6 });
  });

  it("keep names from the broker out of property names", () => {
    expect(stacksOf(series).map(({ key, name, names }) => [key, name, names])).toEqual([
      ["s0", "__proto__", 1],
      ["others", null, 2],
    ]);
  });
});

describe("a range that is marked on a chart", () => {
  it("is widened to whole buckets, whichever way it was dragged", () => {
    expect(snap({ from: 61_000, to: 119_000 }, 60_000)).toEqual({ from: 60_000, to: 120_000 });
    expect(snap({ from: 130_000, to: 61_000 }, 60_000)).toEqual({ from: 60_000, to: 180_000 });
    expect(snap({ from: 60_000, to: 60_000 }, 60_000)).toEqual({ from: 60_000, to: 120_000 });
  });

  it("is the same moment that the pointer was at", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 3_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (width, share) => {
          const x = PLOT.left + share * (width - PLOT.left - PLOT.right);
          const moment = momentAt(x, width, FROM, FROM + 3_600_000);
          expect(placeOf(moment, width, FROM, FROM + 3_600_000)).toBeCloseTo(x, 3);
        },
      ),
    );
    expect(momentAt(0, 500, 0, 10)).toBe(0);
    expect(momentAt(9_999, 500, 0, 10)).toBe(10);
  });

  it("can be zoomed and moved without dragging", () => {
    const span = { from: FROM, to: FROM + 3_600_000 };
    expect(zoomIn(span)).toEqual({ from: FROM + 900_000, to: FROM + 2_700_000 });
    expect(zoomIn({ from: FROM, to: FROM + 15_000 })).toBeNull();
    expect(zoomOut(span, FROM + 3_600_000)).toEqual({ from: FROM - 3_600_000, to: FROM + 3_600_000 });
    expect(zoomOut(span, FROM + 9e9)).toEqual({ from: FROM - 1_800_000, to: FROM + 5_400_000 });
    expect(shift(span, -1)).toEqual({ from: FROM - 1_800_000, to: FROM + 1_800_000 });
    expect(shift(span, 1).from).toBe(FROM + 1_800_000);
  });
});

describe("marks of the time axis", () => {
  it("lie in the range, are not too many, and are as far apart as they say", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1e12, max: 2e12 }),
        fc.integer({ min: 1_000, max: 1e11 }),
        fc.integer({ min: 2, max: 12 }),
        fc.constantFrom("UTC", "Europe/Paris", "Asia/Kolkata", "America/St_Johns"),
        (from, length, most, zone) => {
          const { at, stepMs } = timeTicks(from, from + length, most, zone);
          expect(at.length).toBeLessThanOrEqual(most + 1);
          at.forEach((tick, i) => {
            expect(tick >= from && tick <= from + length).toBe(true);
            if (i > 0) expect(tick - at[i - 1]!).toBe(stepMs);
          });
        },
      ),
    );
  });

  it("are round in the zone that times are shown in", () => {
    const day = Date.parse("2026-07-01T00:00:00Z");
    expect(offsetOf(day, "Asia/Kolkata")).toBe(5.5 * 3_600_000);
    const { at } = timeTicks(day, day + 86_400_000, 4, "Asia/Kolkata");
    expect(at.map((tick) => new Date(tick).toISOString())).toEqual([
      "2026-07-01T00:30:00.000Z",
      "2026-07-01T06:30:00.000Z",
      "2026-07-01T12:30:00.000Z",
      "2026-07-01T18:30:00.000Z",
    ]);
    expect(tickFormat(at[3]!, 6 * 3_600_000, "Asia/Kolkata")).toEqual({ day: "numeric", month: "short" });
    expect(tickFormat(at[0]!, 6 * 3_600_000, "Asia/Kolkata")).toMatchObject({
      hour: "2-digit",
      minute: "2-digit",
    });
  });
});

describe("marks of the value axis", () => {
  it("are round, begin at 0, reach the greatest value, and are not too many", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e9, noNaN: true }),
        fc.integer({ min: 2, max: 6 }),
        (greatest, most) => {
          const ticks = valueTicks(greatest, most, false);
          expect(ticks[0]).toBe(0);
          expect(ticks.length).toBeGreaterThan(1);
          expect(ticks.length).toBeLessThanOrEqual(most + 1);
          expect(ticks.at(-1)! * (1 + 1e-9)).toBeGreaterThanOrEqual(greatest);
        },
      ),
    );
    expect(valueTicks(2.4, 4, false)).toEqual([0, 1, 2, 3]);
    expect(valueTicks(0.41, 4, false)).toEqual([0, 0.2, 0.4, 0.6]);
    expect(valueTicks(1_430, 2, true)).toEqual([0, 1_000, 2_000]);
    expect(valueTicks(0, 4, true)).toEqual([0, 1]);
  });
});
