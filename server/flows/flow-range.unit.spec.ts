import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutRange, type Piece, SLOT_MS } from "./flow-range";

const DAY = SLOT_MS[2];
const moment = fc.integer({ min: -3 * DAY, max: 40 * DAY });

/** How often a moment is in the pieces, those that are taken away counted against it. */
const timesIn = (pieces: readonly Piece[], at: number) =>
  pieces.reduce((sum, piece) => sum + (piece.from <= at && at < piece.to ? piece.sign : 0), 0);

describe("the pieces of a range", () => {
  it("cover every moment of it once, and none beside it; slots are whole", () => {
    fc.assert(
      fc.property(moment, moment, (from, to) => {
        const pieces = cutRange(from, to);
        // Coverage changes at the ends of pieces alone: looking at both sides of each is looking everywhere.
        const ends = [from, to, ...pieces.flatMap((piece) => [piece.from, piece.to])];
        for (const at of ends.flatMap((end) => [end - 1, end])) {
          expect(timesIn(pieces, at)).toBe(from <= at && at < to ? 1 : 0);
        }
        for (const piece of pieces) {
          expect(piece.from).toBeLessThan(piece.to);
          const size = piece.level === null ? 1 : SLOT_MS[piece.level];
          expect([piece.from % size === 0, piece.to % size === 0]).toEqual([true, true]);
        }
      }),
    );
  });

  it("are few: at most so much is read of steps, of five minutes and of hours, however long the range", () => {
    fc.assert(
      fc.property(moment, moment, (from, to) => {
        const length = (level: Piece["level"]) =>
          cutRange(from, to)
            .filter((piece) => piece.level === level)
            .reduce((sum, piece) => sum + piece.to - piece.from, 0);
        expect(length(null)).toBeLessThanOrEqual(2 * 240_000);
        expect(length(0)).toBeLessThanOrEqual(2 * SLOT_MS[1]);
        expect(length(1)).toBeLessThanOrEqual(2 * DAY);
        expect(length(2)).toBeLessThanOrEqual(2 * SLOT_MS[3]);
      }),
    );
  });

  it("are the slot itself where the range is one", () => {
    expect(cutRange(DAY, 2 * DAY)).toEqual([{ level: 2, from: DAY, to: 2 * DAY, sign: 1 }]);
    expect(cutRange(DAY, 2 * DAY - SLOT_MS[1])).toEqual([
      { level: 2, from: DAY, to: 2 * DAY, sign: 1 },
      { level: 1, from: 2 * DAY - SLOT_MS[1], to: 2 * DAY, sign: -1 },
    ]);
    expect(cutRange(5, 5)).toEqual([]);
    expect(cutRange(7, 5)).toEqual([]);
  });
});
