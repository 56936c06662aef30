import { describe, expect, it } from "vitest";
import { durationAxis, durationTicks, rowsOf } from "./duration-rows";

describe("the chart of durations", () => {
  it("has marks in steps that read well, the last one not below the greatest", () => {
    expect(durationTicks(0)).toEqual([0, 1]);
    expect(durationTicks(1_400)).toEqual([0, 500, 1_000, 1_500]);
    expect(durationTicks(95_000)).toEqual([0, 60_000, 120_000]);
    expect(durationTicks(7_000 * 86_400_000).at(-1)).toBeGreaterThanOrEqual(7_000 * 86_400_000);
  });

  it("counts by powers where what is short would lie on the ground", () => {
    const row = (p50: number, p95: number) => ({ start: 0, middle: 1, end: 2, ended: 1, p50, p95 });
    expect(durationAxis([row(4_000, 6_000), row(5_000, 9_000)]).scale).toBe("linear");
    expect(durationAxis([row(4_000, 6_000), row(5_000, 1_800_000)])).toEqual({
      scale: "log",
      ticks: [1_000, 10_000, 60_000, 600_000, 3_600_000],
    });
    expect(durationAxis([]).scale).toBe("linear");
  });

  it("lays buckets beside each other, and none is left out", () => {
    const bucket = { ended: 2, p50Ms: 10, p95Ms: 20 };
    const first = "2026-03-01T10:00:00.000Z";
    const rows = rowsOf({
      first,
      from: first,
      to: first,
      ended: 2,
      stepMs: 60_000,
      buckets: [bucket, { ended: 0, p50Ms: null, p95Ms: null }],
      completeFrom: null,
    });
    expect(rows.map(({ start, end }) => end - start)).toEqual([60_000, 60_000]);
    expect(rows[1]).toMatchObject({ start: rows[0]!.end, ended: 0, p50: null });
  });
});
