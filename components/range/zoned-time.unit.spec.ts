import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromLocalInput, instantOf, toLocalInput, wallTimeAt } from "./zoned-time";

const ZONES = [
  "UTC",
  "Europe/Paris",
  "America/New_York",
  "America/St_Johns",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
];

describe("wall-clock time", () => {
  it("comes back to its instant, but for the hour that comes twice", () => {
    const instant = fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2060, 0) });
    fc.assert(
      fc.property(instant, fc.constantFrom(...ZONES), (at, zone) => {
        const back = instantOf(wallTimeAt(at, zone), zone);
        expect(wallTimeAt(back, zone)).toEqual(wallTimeAt(at, zone));
        expect(at - back).toBeGreaterThanOrEqual(0);
        expect(at - back).toBeLessThanOrEqual(3_600_000);
      }),
    );
  });

  it("takes the first of two, and moves what was skipped", () => {
    const paris = "Europe/Paris";
    expect(fromLocalInput("2026-10-25T02:30", paris)).toBe("2026-10-25T00:30:00.000Z");
    expect(fromLocalInput("2026-03-29T02:30", paris)).toBe("2026-03-29T01:30:00.000Z");
  });

  it("goes through an input field and back, whatever zone the browser is in", () => {
    expect(toLocalInput("2026-07-01T12:00:05.000Z", "America/New_York")).toBe("2026-07-01T08:00:05");
    expect(fromLocalInput("2026-07-01T08:00:05", "America/New_York")).toBe("2026-07-01T12:00:05.000Z");
    expect(toLocalInput(null, "UTC")).toBe("");
    expect(fromLocalInput("", "UTC")).toBeNull();
  });
});
