import { describe, expect, it } from "vitest";
import { absoluteLink } from "./absolute-link";

const anchor = "2026-11-21T12:00:00.000Z";
const page = "http://localhost:3000/events?exchange=a%20b&range=15m&live=true&selected=9";

describe("a link to the same screen", () => {
  it("turns a preset into moments and stands still, and keeps the rest", () => {
    const link = new URL(absoluteLink(page, { range: "15m", from: null, to: null }, anchor));
    expect(Object.fromEntries(link.searchParams)).toEqual({
      exchange: "a b",
      selected: "9",
      from: "2026-11-21T11:45:00.000Z",
      to: anchor,
    });
  });

  it("ends all time at the anchor", () => {
    const link = new URL(absoluteLink(page, { range: "all", from: null, to: null }, anchor));
    expect([link.searchParams.get("from"), link.searchParams.get("to")]).toEqual([null, anchor]);
  });

  it("leaves moments as they are, and closes an open end", () => {
    const [from, to] = ["2026-11-20T14:00:00.000Z", "2026-11-20T15:30:00.000Z"];
    const link = new URL(absoluteLink(`${page}&from=${from}&to=${to}`, { range: "1h", from, to }, anchor));
    expect([link.searchParams.get("from"), link.searchParams.get("to")]).toEqual([from, to]);
    const open = new URL(absoluteLink(`${page}&from=${from}`, { range: "1h", from, to: null }, anchor));
    expect([open.searchParams.get("from"), open.searchParams.get("to")]).toEqual([from, anchor]);
  });
});
