/**
 * A range of time as pieces whose counts, added and taken away, are those of the range: whole weeks, days, hours and five
 * minutes, which are counted already (decision 20), and pieces that are counted from the steps themselves. Pure. Milliseconds since 1970.
 */

/** Lengths of the slots of `flow_edges`, by their level: five minutes, an hour, a day, a week (UTC, from Thursday 1970-01-01 on). */
export const SLOT_MS = [300_000, 3_600_000, 86_400_000, 604_800_000] as const;
export type Level = 0 | 1 | 2 | 3;
const COARSEST: Level = 3;

/** From `from` up to, and without, `to`. `level` null: counted from the steps. Sign -1: to be taken away. */
export interface Piece {
  level: Level | null;
  from: number;
  to: number;
  sign: 1 | -1;
}

/** What it costs, roughly, to read one slot of a level, and a minute of steps. */
const SLOT_COST = [1.5, 3, 4, 6] as const;
const MINUTE_COST = 1;

interface Cut {
  pieces: Piece[];
  cost: number;
}

/**
 * The cheapest pieces of a range: it is less to read a whole day and to take three hours away than to read 21 hours.
 * @param from inclusive
 * @param to exclusive; nothing is in a range that ends before it begins
 */
export function cutRange(from: number, to: number): Piece[] {
  return from < to ? cut(from, to, COARSEST).pieces : [];
}

function cut(from: number, to: number, level: Level | null): Cut {
  if (from === to) return { pieces: [], cost: 0 };
  if (from > to) return negative(cut(to, from, level));
  if (level === null) {
    return { pieces: [{ level, from, to, sign: 1 }], cost: ((to - from) / 60_000) * MINUTE_COST };
  }
  const size = SLOT_MS[level];
  const lower = level === 0 ? null : ((level - 1) as Level);
  let best = cut(from, to, lower);
  for (const first of around(from, size)) {
    for (const last of around(to, size)) {
      if (first >= last) continue;
      const slots: Cut = {
        pieces: [{ level, from: first, to: last, sign: 1 }],
        cost: ((last - first) / size) * SLOT_COST[level],
      };
      // What is not whole at both ends; where the slots reach beyond the range it is negative.
      const all = together([cut(from, first, lower), slots, cut(last, to, lower)]);
      if (all.cost < best.cost) best = all;
    }
  }
  return best;
}

/** The multiples of a size before and after a moment; one where it is one itself. */
const around = (moment: number, size: number): number[] => [
  ...new Set([Math.floor(moment / size) * size, Math.ceil(moment / size) * size]),
];

const negative = ({ pieces, cost }: Cut): Cut => ({
  pieces: pieces.map((piece) => ({ ...piece, sign: piece.sign === 1 ? -1 : 1 })),
  cost,
});

const together = (cuts: readonly Cut[]): Cut => ({
  pieces: cuts.flatMap(({ pieces }) => pieces),
  cost: cuts.reduce((sum, { cost }) => sum + cost, 0),
});
