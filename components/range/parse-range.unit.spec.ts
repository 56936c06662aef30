import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRange } from "./parse-range";
import { PRESET_MS, RANGES, zoomOut, zoomTo } from "./time-range";

const now = Date.parse("2026-11-21T12:34:56.000Z");
const read = (text: string, zone = "UTC") => parseRange(text, { now, zone });
const between = (from: string | null, to: string | null) => ({
  from: from && new Date(from).toISOString(),
  to: to && new Date(to).toISOString(),
});

describe("a typed range", () => {
  it.each([
    ["1h", { preset: "1h" }],
    ["60 min", { preset: "1h" }],
    ["last hour", { preset: "1h" }],
    ["Dernière heure", { preset: "1h" }],
    ["last 24 h", { preset: "24h" }],
    ["1 d", { preset: "24h" }],
    ["7 derniers jours", { preset: "7d" }],
    ["la dernière semaine", { preset: "7d" }],
    ["all time", { preset: "all" }],
    ["Depuis toujours", { preset: "all" }],
    ["3h", between("2026-11-21T09:34:56Z", null)],
    ["last 3 h", between("2026-11-21T09:34:56Z", null)],
    ["3 dernières heures", between("2026-11-21T09:34:56Z", null)],
    ["les 3 dernières heures", between("2026-11-21T09:34:56Z", null)],
    ["1,5 h", between("2026-11-21T11:04:56Z", null)],
    ["last 1h30", between("2026-11-21T11:04:56Z", null)],
    ["yesterday", between("2026-11-20T00:00Z", "2026-11-21T00:00Z")],
    ["Hier", between("2026-11-20T00:00Z", "2026-11-21T00:00Z")],
    ["avant-hier", between("2026-11-19T00:00Z", "2026-11-20T00:00Z")],
    ["today", between("2026-11-21T00:00Z", null)],
    ["aujourd’hui", between("2026-11-21T00:00Z", null)],
    ["2026-11-20", between("2026-11-20T00:00Z", "2026-11-21T00:00Z")],
    ["2026-11-18 – 2026-11-19", between("2026-11-18T00:00Z", "2026-11-20T00:00Z")],
    ["2026-11-20 14:00 – 15:30", between("2026-11-20T14:00Z", "2026-11-20T15:30Z")],
    ["2026-11-20 14:00-15:30", between("2026-11-20T14:00Z", "2026-11-20T15:30Z")],
    ["2026-11-20 23:00 to 1:00", between("2026-11-20T23:00Z", "2026-11-21T01:00Z")],
    ["2026-11-20 14:00 → 2026-11-21 09:00", between("2026-11-20T14:00Z", "2026-11-21T09:00Z")],
    ["hier 14h – 15h30", between("2026-11-20T14:00Z", "2026-11-20T15:30Z")],
    ["hier de 14h", null],
    ["de 9h à 10h", between("2026-11-21T09:00Z", "2026-11-21T10:00Z")],
    ["yesterday 2pm - 3:30 pm", between("2026-11-20T14:00Z", "2026-11-20T15:30Z")],
    ["9:00 – 10:00:05.250", between("2026-11-21T09:00Z", "2026-11-21T10:00:05.250Z")],
    ["22:00 – 23:00", between("2026-11-20T22:00Z", "2026-11-20T23:00Z")],
    ["since yesterday 14:00", between("2026-11-20T14:00Z", null)],
    ["depuis hier", between("2026-11-20T00:00Z", null)],
    ["9:00", between("2026-11-21T09:00Z", null)],
    ["since 23:00", between("2026-11-20T23:00Z", null)],
    ["until 9:00", between(null, "2026-11-21T09:00Z")],
    ["9:00 – now", between("2026-11-21T09:00Z", "2026-11-21T12:34:56Z")],
    [
      "2026-11-20T14:00:00+01:00/2026-11-20T14:00:00.123456Z",
      between("2026-11-20T13:00Z", "2026-11-20T14:00:00.123Z"),
    ],
  ])("%s", (text, meaning) => {
    expect(read(text)).toEqual(meaning);
  });

  it.each([
    "",
    "h",
    "3",
    "soon",
    "2026-13-01",
    "2026-02-30",
    "25:00",
    "13 pm",
    "0 min",
    `${"9".repeat(40)}h`,
  ])("means nothing: %s", (text) => expect(read(text)).toBeNull());

  it("whose end lies before its beginning means nothing", () => {
    expect(read("2026-11-20 – 2026-11-18")).toBeNull();
    expect(read("2026-11-20 14:00 – 2026-11-20 13:00")).toBeNull();
  });

  it("is in the zone that is shown, also over a change of the clocks", () => {
    expect(read("2026-11-20 14:00 – 15:30", "Europe/Paris")).toEqual(
      between("2026-11-20T13:00Z", "2026-11-20T14:30Z"),
    );
    // In Paris the 25th of October 2026 has 25 hours, the 29th of March 23.
    expect(read("2026-10-25", "Europe/Paris")).toEqual(between("2026-10-24T22:00Z", "2026-10-25T23:00Z"));
    expect(read("2026-03-29", "Europe/Paris")).toEqual(between("2026-03-28T23:00Z", "2026-03-29T22:00Z"));
    expect(read("yesterday", "Pacific/Auckland")).toEqual(between("2026-11-20T11:00Z", "2026-11-21T11:00Z"));
  });

  it("never throws, and never ends before it begins", () => {
    const word = fc.constantFrom(
      ..."last les 3 14:00 14h30 2026-11-20 2026-10-25 yesterday hier - to à since until now h min 99999999 pm / ..".split(
        " ",
      ),
    );
    const zone = fc.constantFrom("UTC", "Europe/Paris", "America/St_Johns", "Pacific/Apia");
    const text = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.array(word, { maxLength: 7 }).map((it) => it.join(" ")),
    );
    fc.assert(
      fc.property(text, zone, (typed, zone) => {
        const meaning = parseRange(typed, { now, zone });
        if (meaning === null || "preset" in meaning || meaning.from === null || meaning.to === null) return;
        expect(Date.parse(meaning.to)).toBeGreaterThan(Date.parse(meaning.from));
      }),
    );
  });
});

describe("a zoom", () => {
  const current = { preset: "6h", from: null, to: null } as const;

  it("takes the ends of a drag in either order and is at least a second", () => {
    const ms = fc.integer({ min: 0, max: 4e12 });
    fc.assert(
      fc.property(ms, ms, (one, other) => {
        const range = zoomTo(one, other, current);
        expect(range).toEqual(zoomTo(other, one, current));
        expect(Date.parse(range.to!) - Date.parse(range.from!)).toBe(Math.max(1_000, Math.abs(one - other)));
        expect(range.preset).toBe("6h");
      }),
    );
  });

  it("out doubles the range and never passes the present", () => {
    const at = (seconds: number) => new Date(now + seconds * 1_000).toISOString();
    expect(zoomOut({ from: at(-100), to: at(-80) }, current, now)).toMatchObject({
      from: at(-110),
      to: at(-70),
    });
    expect(zoomOut({ from: at(-20), to: at(0) }, current, now)).toMatchObject({ from: at(-40), to: at(0) });
    expect(zoomOut({ from: at(-20), to: null }, current, now)).toMatchObject({ from: at(-40), to: at(0) });
    expect(zoomOut({ from: null, to: null }, current, now)).toBeNull();
  });

  it("has a length for every preset but one", () => {
    expect(RANGES.filter((range) => PRESET_MS[range] === null)).toEqual(["all"]);
  });
});
