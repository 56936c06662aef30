import type { ClientBase, Pool } from "pg";
import { type OwnLogEntry, ownLogLag, readOwnLog } from "@/server/event-store/own-log";
import { type LogArrival, logLag, readLogArrivals } from "@/server/event-store/read-log-arrivals";

/** Where a projection's entries come from: a part of the global log, read by position, so that no reader can skip any. */
export interface LogSource<Entry> {
  /** How much makes a turn that others on the same thread hardly feel, in the source's own measure. */
  readonly small: number;
  /**
   * Milliseconds from the beginning of a turn that reached the end of the log to that of the next: what comes meanwhile is
   * taken over together. The first that comes after a silence is taken over at once.
   */
  readonly paceMs: number;
  /**
   * Reads on from a position (inclusive).
   * @param size how much at most, in the source's own measure
   */
  read(
    client: ClientBase,
    from: number,
    size?: number,
  ): Promise<{
    entries: Entry[] /** Where to read on. */;
    next: number /** There is more already. */;
    more: boolean;
  }>;
  /** What a reader that stands at a position does not have yet, and since when the oldest of it has been there. */
  lag(pool: Pool, position: number): Promise<{ events: number; since: Date | null }>;
}

/** What Sillage itself appended; measured in transactions: so few that a killed worker loses little, and a rebuild disturbs nobody. */
export const OWN_LOG: LogSource<OwnLogEntry> = {
  small: 20,
  paceMs: 150,
  read: (client, from, size = 200) => readOwnLog(client, from, size),
  lag: ownLogLag,
};

/** Every event of everybody, and what happened to it later; measured in records. */
export const WHOLE_LOG: LogSource<LogArrival> = {
  small: 500,
  paceMs: 500,
  read: (client, from, size = 5_000) => readLogArrivals(client, from, size),
  lag: logLag,
};
