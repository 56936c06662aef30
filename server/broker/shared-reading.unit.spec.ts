import { describe, expect, it } from "vitest";
import { SharedReading } from "./shared-reading";

describe("a reading that is shared", () => {
  it("is taken once for all who ask while it is young, and again when it is old", async () => {
    let now = 0;
    let taken = 0;
    const reading = new SharedReading(
      async () => ++taken,
      100,
      () => now,
    );
    expect(taken).toBe(0);
    expect(await Promise.all([reading.get(), reading.get()])).toEqual([1, 1]);
    now = 99;
    expect(await reading.get()).toBe(1);
    now = 100;
    expect(await reading.get()).toBe(2);
  });

  it("that failed is not tried again by everybody at once", async () => {
    let taken = 0;
    const reading = new SharedReading(
      async () => {
        taken++;
        throw new Error("away");
      },
      100,
      () => 0,
    );
    await expect(reading.get()).rejects.toThrow("away");
    await expect(reading.get()).rejects.toThrow("away");
    expect(taken).toBe(1);
  });
});
