import { fromLocalInput, toLocalInput } from "@/components/range/zoned-time";

/** Two periods that are compared. Pure. */
export const PERIODS = ["range", "day", "week", "own"] as const;
export type Periods = (typeof PERIODS)[number];

export interface Period {
  from: string;
  to: string;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/** Both periods of a word, up to a moment. Days begin at midnight of the reader's zone. */
export function periodsOf(
  word: "day" | "week",
  anchor: string,
  zone: string,
): { before: Period; after: Period } {
  const now = Date.parse(anchor);
  const at = (ms: number) => new Date(ms).toISOString();
  if (word === "day") {
    const midnight = (moment: string) =>
      fromLocalInput(`${toLocalInput(moment, zone).slice(0, 10)}T00:00:00`, zone);
    const today = midnight(anchor) ?? at(now - DAY);
    const yesterday = midnight(at(Date.parse(today) - HOUR)) ?? at(Date.parse(today) - DAY);
    // At midnight there is nothing of today yet, and a period is at least a moment long.
    return {
      before: { from: yesterday, to: today },
      after: { from: today, to: at(Math.max(now, Date.parse(today) + 1)) },
    };
  }
  return {
    before: { from: at(now - 2 * WEEK), to: at(now - WEEK) },
    after: { from: at(now - WEEK), to: at(now) },
  };
}

/** The period of the same length before a range; null where it has no beginning. */
export function periodBefore(range: { from?: string; to?: string }, anchor: string): Period | null {
  if (range.from === undefined) return null;
  const from = Date.parse(range.from);
  const length = Math.max(1_000, Date.parse(range.to ?? anchor) - from);
  return { from: new Date(from - length).toISOString(), to: range.from };
}
