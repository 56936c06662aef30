import type { AuditItem } from "@/server/audit/audit-schemas";
import type { LiveTurn } from "@/server/audit/live-messages";

/** Rows kept of those that arrived live, shown and waiting each; older ones are let go. */
export const MAX_ROWS = 1_000;

/** What has arrived live. Newest first. */
export interface LiveRows {
  /** Not shown yet: a row that a person is about to click never moves. */
  waiting: AuditItem[];
  shown: AuditItem[];
  /** Matching messages that are in neither, because there were too many: left out by the server or let go here. */
  dropped: number;
  /** The last turn left something out. */
  behind: boolean;
  /** Where to go on in the log after a pause; null: at its end. */
  next: number | null;
}

/** Nothing has arrived since a place in the log. */
export function noLiveRows(next: number | null): LiveRows {
  return { waiting: [], shown: [], dropped: 0, behind: false, next };
}

/**
 * What there is after one more turn. `hold`: the rows wait, for the reader is busy with those that are shown. Rows that
 * waited and were never shown count as dropped when they have to go; rows that were shown have been seen.
 */
export function receive(rows: LiveRows, turn: LiveTurn, hold: boolean): LiveRows {
  const waiting = [...turn.items, ...rows.waiting];
  const left = turn.dropped + turn.skipped;
  const dropped = rows.dropped + left + Math.max(0, waiting.length - MAX_ROWS);
  const received = {
    ...rows,
    waiting: waiting.slice(0, MAX_ROWS),
    dropped,
    behind: left > 0,
    next: turn.next,
  };
  return hold ? received : show(received);
}

/** All that waited is shown. */
export function show(rows: LiveRows): LiveRows {
  if (rows.waiting.length === 0) return rows;
  return { ...rows, waiting: [], shown: [...rows.waiting, ...rows.shown].slice(0, MAX_ROWS) };
}
