/** 1 January 2026: numbers count from here, so that they stay short. */
const EPOCH = Date.UTC(2026, 0, 1);

/** A short name for the saga that began at that millisecond: no two begin in the same one. */
export function orderKey(at: number): string {
  return (at - EPOCH).toString(36);
}

/** The moment that `orderKey` named. */
export function startOf(key: string): number {
  return EPOCH + Number.parseInt(key, 36);
}

/** ISO 8601 text of a moment. */
export function iso(at: number): string {
  return new Date(at).toISOString();
}
