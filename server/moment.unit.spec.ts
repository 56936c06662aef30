import { describe, expect, it } from "vitest";
import { moment } from "./moment";

const read = (text: string) => {
  const { data, error } = moment("When").safeParse(text);
  return data?.toISOString() ?? error?.issues[0]?.message;
};

describe("a moment that somebody asks by", () => {
  it("is one that the database reads", () => {
    expect(read("2026-03-01")).toBe("2026-03-01T00:00:00.000Z");
    expect(read("2026-03-01T10:30:00+01:00")).toBe("2026-03-01T09:30:00.000Z");
    expect(read("0001-01-01T00:00:00Z")).toBe("0001-01-01T00:00:00.000Z");
    const outside = "is not within the years 1 to 9999, UTC";
    for (const text of ["0000-01-01", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
      expect(read(text)).toBe(outside);
    expect(read("yesterday")).toBe("is not a moment in ISO 8601, for example 2026-03-01T09:30:00Z");
  });
});
