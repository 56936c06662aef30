import { describe, expect, it } from "vitest";
import { inPortions } from "./portions";

const sizes = (rows: readonly number[], limits: { most: number; least?: number }) =>
  inPortions(
    rows.map((events) => ({ events })),
    limits,
  ).map((portion) => portion.map(({ events }) => events));

describe("portions of instances", () => {
  it("have so many events at most, in order, whatever one alone has", () => {
    expect(sizes([3, 4, 3, 1, 20, 1, 9], { most: 10 })).toEqual([[3, 4, 3], [1], [20], [1, 9]]);
    expect(sizes([], { most: 10 })).toEqual([]);
  });

  it("have so many instances at least", () => {
    expect(sizes([20, 20, 20, 1], { most: 10, least: 3 })).toEqual([[20, 20, 20], [1]]);
  });
});
