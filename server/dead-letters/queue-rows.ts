import type { ClientBase, Pool } from "pg";
import type { QueueCount } from "@/server/broker/queue-depths";
import type { FoundQueue } from "./dead-letter-queues";
import type { Custody } from "./words";

/** What a virtual host's dead-letter queues were found to be. */
export interface FoundQueues {
  vhost: string;
  queues: readonly FoundQueue[];
  /** A queue of Sillage or of the demo: it is held from the beginning. */
  isOwned: (queue: string) => boolean;
}

/** Notes which dead-letter queues there are. Custody is what it was; at first, our own are held and others observed. */
export async function saveQueues(
  client: ClientBase | Pool,
  { vhost, queues, isOwned }: FoundQueues,
): Promise<void> {
  await client.query(
    `INSERT INTO dead_letter_queues AS q
       (vhost, name, custody, found_by, sources, countable_only, unholdable, owned)
     SELECT $1, n, CASE WHEN o AND u IS NULL THEN 'hold' ELSE 'observe' END::custody,
            ARRAY(SELECT jsonb_array_elements_text(f)), s, c, u, o
     FROM unnest($2::text[], $3::jsonb[], $4::jsonb[], $5::boolean[], $6::text[], $7::boolean[]) AS new (n, f, s, c, u, o)
     ORDER BY n
     ON CONFLICT (vhost, name) DO UPDATE SET
       found_by = excluded.found_by, sources = excluded.sources, countable_only = excluded.countable_only,
       unholdable = excluded.unholdable, owned = excluded.owned, present = true
     WHERE (q.found_by, q.sources, q.countable_only, q.unholdable, q.owned, q.present) IS DISTINCT FROM
       (excluded.found_by, excluded.sources, excluded.countable_only, excluded.unholdable, excluded.owned, true)`,
    [
      vhost,
      queues.map(({ name }) => name),
      queues.map(({ foundBy }) => JSON.stringify(foundBy)),
      queues.map(({ sources }) => JSON.stringify(sources)),
      queues.map(({ countableOnly }) => countableOnly),
      queues.map(({ unholdable }) => unholdable),
      queues.map(({ name }) => isOwned(name)),
    ],
  );
  await client.query(
    `UPDATE dead_letter_queues SET present = false, depth = NULL, consumers = NULL
     WHERE vhost = $1 AND present AND name <> ALL ($2::text[])`,
    [vhost, queues.map(({ name }) => name)],
  );
}

/** Queues that dead letters were seen to come to. */
export async function readDiedInto(client: ClientBase | Pool, vhost: string): Promise<Set<string>> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT name FROM dead_letter_queues WHERE vhost = $1 AND 'x-death' = ANY (found_by)",
    [vhost],
  );
  return new Set(rows.map(({ name }) => name));
}

/** Notes that dead letters were seen to come to queues. */
export async function noteDiedInto(
  client: ClientBase | Pool,
  vhost: string,
  queues: readonly string[],
): Promise<void> {
  await client.query(
    `UPDATE dead_letter_queues SET found_by = found_by || 'x-death'::text
     WHERE vhost = $1 AND name = ANY ($2::text[]) AND NOT 'x-death' = ANY (found_by)`,
    [vhost, queues],
  );
}

/** A dead-letter queue and who has its messages. */
export interface QueueCustody {
  name: string;
  custody: Custody;
  /** It was held once, or is. */
  everHeld: boolean;
  changedAt: Date;
  /** Dead letters were seen to come to it. */
  diedInto: boolean;
}

export async function readCustodies(client: ClientBase | Pool, vhost: string): Promise<QueueCustody[]> {
  const { rows } = await client.query<QueueCustody>(
    `SELECT name, custody, epoch > 0 AS "everHeld", custody_changed_at AS "changedAt",
       'x-death' = ANY (found_by) AS "diedInto"
     FROM dead_letter_queues WHERE vhost = $1 AND present`,
    [vhost],
  );
  return rows;
}

/** How long depths are kept. */
const KEEP_DEPTHS_DAYS = 30;

/** Notes how deep queues are, and once a minute how deep they were. */
export async function saveDepths(
  client: ClientBase | Pool,
  vhost: string,
  counts: ReadonlyMap<string, QueueCount>,
): Promise<void> {
  const names = [...counts.keys()];
  const values = [
    vhost,
    names,
    names.map((name) => counts.get(name)!.ready),
    names.map((name) => counts.get(name)!.consumers),
  ];
  await client.query(
    `UPDATE dead_letter_queues SET depth = d, consumers = c, read_at = clock_timestamp()
     FROM unnest($2::text[], $3::bigint[], $4::int[]) AS new (n, d, c) WHERE vhost = $1 AND name = n`,
    values,
  );
  await client.query(
    `INSERT INTO dead_letter_depths (vhost, queue, minute, waiting, held)
     SELECT $1, n, date_trunc('minute', clock_timestamp()), d,
            coalesce((SELECT sum(g.held) FROM dead_letter_groups AS g WHERE g.vhost = $1 AND g.queue = n), 0)
     FROM unnest($2::text[], $3::bigint[]) AS new (n, d) ORDER BY n
     ON CONFLICT (vhost, queue, minute) DO UPDATE SET waiting = excluded.waiting, held = excluded.held`,
    values.slice(0, 3),
  );
  await client.query(
    "DELETE FROM dead_letter_depths WHERE vhost = $1 AND minute < now() - $2 * interval '1 day'",
    [vhost, KEEP_DEPTHS_DAYS],
  );
}
