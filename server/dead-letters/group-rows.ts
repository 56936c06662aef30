import { type SqlFragment, sql } from "@/server/event-store/sql";
import { statesOf } from "./dead-letter-conditions";
import type { StateFilter } from "./dead-letter-filter";
import type { CauseGroup, StateCounts } from "./group-schemas";
import { DEAD_LETTER_STATES, type DeadLetterState } from "./words";

/** Select list for `dead_letter_groups AS g`. */
export const GROUP_COLUMNS = sql`
  g.id::text, g.vhost, g.queue, g.failed_queue AS "failedQueue", g.exchange, g.reason, g.error_class AS "errorClass",
  g.error_type AS "errorType", g.signature, g.first_at AS "firstAt", g.last_at AS "lastAt", g.total::float8,
  g.observed::float8, g.held::float8, g.gone::float8, g.released::float8, g.redriven::float8, g.discarded::float8`;

export interface GroupRow
  extends StateCounts,
    Omit<CauseGroup, "firstAt" | "lastAt" | "waiting" | "counts" | "hours" | "share" | "example"> {
  firstAt: Date;
  lastAt: Date;
}

const COUNTS: Record<DeadLetterState, SqlFragment> = {
  observed: sql`g.observed`,
  held: sql`g.held`,
  gone: sql`g.gone`,
  released: sql`g.released`,
  redriven: sql`g.redriven`,
  discarded: sql`g.discarded`,
};

/** How many of a group are in the states that a filter means. */
export function countIn(state: StateFilter | "any"): SqlFragment {
  if (state === "any") return sql`g.total`;
  const [first, ...more] = statesOf(state).map((it) => COUNTS[it]);
  return more.reduce((sum, count) => sql`${sum} + ${count}`, first!);
}

/** The counts of a row by state. */
export function countsOf(row: StateCounts): StateCounts {
  return Object.fromEntries(DEAD_LETTER_STATES.map((state) => [state, row[state]])) as StateCounts;
}

/** Hours that a sparkline shows, the present one among them. */
export const HOURS = 24;
const HOUR_MS = 3_600_000;

/** The beginning of the first hour of a sparkline. */
export function firstHour(now: Date): Date {
  return new Date((Math.floor(now.getTime() / HOUR_MS) - HOURS + 1) * HOUR_MS);
}

/** Counts by hour laid into the hours of a sparkline. Hours outside of it (a clock that is ahead) count to its nearest end. */
export function hoursOf(now: Date, rows: readonly { hour: Date; count: number }[]): number[] {
  const first = firstHour(now).getTime();
  const hours = new Array<number>(HOURS).fill(0);
  for (const { hour, count } of rows) {
    const at = Math.round((hour.getTime() - first) / HOUR_MS);
    hours[Math.max(0, Math.min(HOURS - 1, at))]! += count;
  }
  return hours;
}
