/** What a reading of the broker says of a queue, as much as is needed to count its consumers. */
interface Told {
  name: string;
  /** By the queue's own statistics; null where the broker told none yet. */
  consumers: number | null;
}

/**
 * Counts the consumers of queues. Those listed are counted where the broker grants the list: a queue tells its own
 * number with its statistics alone, which a busy broker sends late, and nobody sees that it is old.
 */
export function consumerCounter(
  listed: readonly { queue: string }[] | null | undefined,
): (queue: Told) => number | null {
  if (!listed) return ({ consumers }) => consumers;
  const counts = new Map<string, number>();
  for (const { queue } of listed) counts.set(queue, (counts.get(queue) ?? 0) + 1);
  return ({ name }) => counts.get(name) ?? 0;
}
