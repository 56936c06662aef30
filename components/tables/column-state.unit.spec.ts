import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  chosenIds,
  clampWidth,
  MAX_WIDTH,
  MIN_WIDTH,
  moveColumn,
  readLook,
  shownColumns,
  toggleColumn,
  USUAL_LOOK,
} from "./column-state";

const COLUMNS = [
  { id: "time", byDefault: "always", narrow: true },
  { id: "exchange", byDefault: "medium" },
  { id: "type", byDefault: "always", narrow: true },
  { id: "producer", byDefault: "wide" },
  { id: "trace" },
  { id: "user" },
] as const;
const IDS = COLUMNS.map(({ id }) => id);
const USUAL = ["time", "exchange", "type", "producer"];
/** Whatever stands in an address: unknown and repeated ids too. */
const address = fc.option(fc.array(fc.oneof(fc.constantFrom(...IDS), fc.string())), { nil: null });

describe("the choice of columns", () => {
  it("is the usual one while nothing sensible was chosen", () => {
    expect(chosenIds(COLUMNS, null)).toEqual(USUAL);
    expect(chosenIds(COLUMNS, ["nonsense"])).toEqual(USUAL);
    expect(chosenIds(COLUMNS, ["user", "user", "x", "time"])).toEqual(["user", "time"]);
  });

  it("never becomes empty, has no column twice, and draws the narrow columns at any width", () => {
    fc.assert(
      fc.property(address, fc.array(fc.constantFrom(...IDS)), (from, toggled) => {
        let chosen: string[] | null = from;
        for (const id of toggled) chosen = toggleColumn(COLUMNS, chosen, id);
        const ids = chosenIds(COLUMNS, chosen);
        expect(ids.length).toBeGreaterThan(0);
        expect(new Set(ids).size).toBe(ids.length);
        const drawn = shownColumns(COLUMNS, chosen).map(({ column }) => column.id);
        expect(new Set(drawn).size).toBe(drawn.length);
        expect(drawn).toEqual(expect.arrayContaining([...ids, "time", "type"]));
      }),
    );
  });

  it("comes back by the same toggle, apart from the place", () => {
    fc.assert(
      fc.property(address, fc.constantFrom(...IDS), (chosen, id) => {
        const before = chosenIds(COLUMNS, chosen);
        fc.pre(before.length > 1 || before[0] !== id);
        const after = chosenIds(COLUMNS, toggleColumn(COLUMNS, toggleColumn(COLUMNS, chosen, id), id));
        expect([...after].sort()).toEqual([...before].sort());
      }),
    );
  });

  it("keeps its columns when one is moved, and leaves the address when it is the usual one again", () => {
    fc.assert(
      fc.property(address, fc.constantFrom(...IDS), fc.integer({ min: -9, max: 9 }), (chosen, id, step) => {
        const after = chosenIds(COLUMNS, moveColumn(COLUMNS, chosen, id, step));
        expect([...after].sort()).toEqual([...chosenIds(COLUMNS, chosen)].sort());
      }),
    );
    const moved = moveColumn(COLUMNS, null, "exchange", 1);
    expect(moved).toEqual(["time", "type", "exchange", "producer"]);
    expect(moveColumn(COLUMNS, moved, "exchange", -1)).toBeNull();
    expect(moveColumn(COLUMNS, null, "time", -1)).toBeNull();
  });

  it("hides by width only what the reader did not ask for", () => {
    const classOf = (chosen: string[] | null, id: string) =>
      shownColumns(COLUMNS, chosen).find(({ column }) => column.id === id)?.className;
    expect(classOf(null, "producer")).toContain("68rem");
    expect(classOf(["producer"], "producer")).toContain("44rem");
    expect(classOf(["producer"], "time")).toContain("@min-");
    expect(classOf(null, "time")).toBe("");
  });
});

describe("what a browser remembers of a table", () => {
  it("is read back as it was", () => {
    const look = { widths: { time: 120, type: 300 }, density: "compact" as const };
    expect(readLook(JSON.stringify(look))).toEqual(look);
  });

  it("is the usual look for anything else, and never a width that cannot be", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.constant(null)), (text) => {
        const { widths, density } = readLook(text);
        expect(["regular", "compact"]).toContain(density);
        for (const width of Object.values(widths)) expect(clampWidth(width)).toBe(width);
      }),
    );
    expect(readLook("{")).toEqual(USUAL_LOOK);
    expect(readLook('{"widths":{"time":-5,"type":99999,"x":"10"}}').widths).toEqual({
      time: MIN_WIDTH,
      type: MAX_WIDTH,
    });
  });
});
