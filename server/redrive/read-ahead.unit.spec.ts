import { describe, expect, it } from "vitest";
import { ReadAhead } from "./read-ahead";

const SIZE = 3;
const rows = (after: number, last: number) =>
  Array.from({ length: Math.min(SIZE, last - after) }, (_, i) => ({ ordinal: after + i + 1 }));

describe("reading ahead", () => {
  it("gives every row once and in order, ends with nothing, and stays ended", async () => {
    const asked: number[] = [];
    const ahead = new ReadAhead(2, async (after) => {
      asked.push(after);
      return rows(after, 10);
    });
    const seen: number[] = [];
    for (;;) {
      const part = await ahead.next();
      if (part.length === 0) break;
      seen.push(...part.map(({ ordinal }) => ordinal));
    }
    expect(seen).toEqual([3, 4, 5, 6, 7, 8, 9, 10]);
    expect(asked).toEqual([2, 5, 8, 10]);
    expect(await ahead.next()).toEqual([]);
  });

  it("has begun with the part after the next one, and no more, before that is wanted", async () => {
    const asked: number[] = [];
    const ahead = new ReadAhead(0, async (after) => {
      asked.push(after);
      return rows(after, 100);
    });
    await ahead.next();
    await new Promise((resolve) => setImmediate(resolve));
    expect(asked).toEqual([0, 3, 6]);
  });

  it("throws what a read threw to whoever wants its part", async () => {
    const ahead = new ReadAhead(0, async (after) => {
      if (after > 0) throw new Error("the database is away");
      return rows(after, 100);
    });
    expect(await ahead.next()).toHaveLength(SIZE);
    await expect(ahead.next()).rejects.toThrow("away");
    await expect(ahead.next()).rejects.toThrow("away");
  });
});
