import type { ClientBase, Pool } from "pg";

/**
 * Notes that what was observed in a queue does not lie in it any more: it was looked for.
 * @param stay digests of messages that still do
 * @param seenBefore what was seen later may be on its way still; null: nothing can be
 * @returns how many are gone
 */
export async function markGone(
  client: ClientBase | Pool,
  { vhost, queue }: { vhost: string; queue: string },
  stay: readonly string[] = [],
  seenBefore: Date | null = null,
): Promise<number> {
  const { rowCount } = await client.query(
    `UPDATE dead_letter_states AS s SET state = 'gone', state_at = clock_timestamp()
     FROM dead_letter_contents AS c
     WHERE s.vhost = $1 AND s.queue = $2 AND s.state = 'observed' AND c.id = s.id AND c.digest <> ALL ($3::uuid[])
       AND ($4::timestamptz IS NULL OR c.seen_at < $4)`,
    [vhost, queue, stay, seenBefore],
  );
  return rowCount ?? 0;
}
