/** While the thread is busy, a turn is followed by so many times its length of rest. */
const REST = 3;
const MOST_REST_MS = 2_000;

/** A turn of a projection that has ended. */
export interface EndedTurn {
  /** How long it took. */
  ms: number;
  /** There is more to take over already. */
  more: boolean;
  /** Something on this thread must not be kept waiting. */
  busy: boolean;
  /** Of its source: see LogSource. */
  paceMs: number;
}

/**
 * Milliseconds until the next turn may begin. What is behind goes on at once; what has caught up gathers, for each turn
 * costs the database a dozen statements however little it takes over, and an instance that several of its events find
 * is written once.
 */
export function restAfterTurn({ ms, more, busy, paceMs }: EndedTurn): number {
  const aside = busy ? Math.min(MOST_REST_MS, REST * ms) : 0;
  return Math.max(aside, more ? 0 : paceMs - ms, 0);
}
