/** Events of instances that are held in memory together, roughly: an instance may have thousands, and there are many. */
export const MOST_EVENTS = 60_000;

/**
 * Instances in portions that have so many events together at most, in order; one alone may have more. Pure.
 * @param least a portion has so many instances at least, whatever they have
 */
export function inPortions<Row extends { events: number }>(
  rows: readonly Row[],
  { most = MOST_EVENTS, least = 1 } = {},
): Row[][] {
  const portions: Row[][] = [];
  let events = 0;
  for (const row of rows) {
    const portion = portions.at(-1);
    if (portion && (portion.length < least || events + row.events <= most)) {
      portion.push(row);
      events += row.events;
    } else {
      portions.push([row]);
      events = row.events;
    }
  }
  return portions;
}
