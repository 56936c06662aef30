import type { ClientBase } from "pg";
import type { DeadLetterMap } from "./dead-letter-map";
import { type DeadLetterContext, type DeadLetterEntry, prepareAnyway } from "./prepare-dead-letter";
import { noteDiedInto, type QueueCustody, readCustodies, saveQueues } from "./queue-rows";
import type { DeadArrival } from "./read-dead-arrivals";
import { storeDeadLetters } from "./store-dead-letters";

export interface ObservingOptions {
  map: DeadLetterMap;
  context: DeadLetterContext;
  isOwned: (vhost: string, queue: string) => boolean;
}

/** Clocks of the worker that saw an arrival and of the database differ by less. */
const CLOCKS_MS = 60_000;

/**
 * Notes arrivals that went to dead-letter queues which we only observe, in the caller's transaction. The custody of those
 * queues stays as it is until the transaction ends: what is noted here and then held is found by who holds it.
 * @returns how many dead letters that made
 */
export async function observeArrivals(
  client: ClientBase,
  arrivals: readonly DeadArrival[],
  options: ObservingOptions,
): Promise<number> {
  let observed = 0;
  for (const [vhost, own] of byVhost(arrivals)) observed += await observeIn(client, vhost, own, options);
  return observed;
}

async function observeIn(
  client: ClientBase,
  vhost: string,
  arrivals: readonly DeadArrival[],
  { map, context, isOwned }: ObservingOptions,
): Promise<number> {
  const reached = arrivals.map((arrival) => ({ arrival, queues: queuesOf(arrival, map) }));
  const names = [...new Set(reached.flatMap(({ queues }) => queues))];
  if (names.length === 0) return 0;
  let custodies = await lockObserved(client, vhost, names);
  if (names.some((name) => !custodies.has(name))) {
    const queues = map.find(vhost) ?? [];
    await saveQueues(client, { vhost, queues, isOwned: (queue) => isOwned(vhost, queue) });
    custodies = await lockObserved(client, vhost, names);
  }
  const entries: DeadLetterEntry[] = [];
  const unsure = new Set<DeadLetterEntry>();
  for (const { arrival, queues } of reached) {
    for (const queue of queues) {
      const known = custodies.get(queue);
      if (known?.custody !== "observe") continue;
      const entry = prepareAnyway(arrival.delivery, queue, context, arrival.record);
      entries.push(entry);
      if (known.everHeld && entry.seenAt < known.changedAt.getTime() + CLOCKS_MS) unsure.add(entry);
    }
  }
  const held = await heldMeanwhile(client, [...unsure]);
  const fresh = entries.filter((entry) => !unsure.has(entry) || !held.has(entry.digest));
  await storeDeadLetters(client, fresh);
  const first = [...new Set(fresh.map(({ queue }) => queue))].filter(
    (queue) => !custodies.get(queue)!.diedInto,
  );
  if (first.length > 0) await noteDiedInto(client, vhost, first);
  return fresh.length;
}

function queuesOf({ delivery }: DeadArrival, map: DeadLetterMap): string[] {
  const more = delivery.headers?.CC;
  const keys = Array.isArray(more) ? more.filter((key): key is string => typeof key === "string") : [];
  return map.reached(delivery.vhost, delivery.exchange, [delivery.routingKey, ...keys]);
}

/** The custody of queues; of those that are observed it cannot change before the transaction ends. */
async function lockObserved(
  client: ClientBase,
  vhost: string,
  names: readonly string[],
): Promise<Map<string, QueueCustody>> {
  await client.query(
    `SELECT 1 FROM dead_letter_queues WHERE vhost = $1 AND name = ANY ($2::text[]) AND custody = 'observe'
     ORDER BY name FOR SHARE`,
    [vhost, names],
  );
  const rows = await readCustodies(client, vhost);
  return new Map(rows.map((row) => [row.name, row]));
}

/** What passed the tap before its queue was given up and had been taken from there: it has its row. */
async function heldMeanwhile(client: ClientBase, entries: readonly DeadLetterEntry[]): Promise<Set<string>> {
  if (entries.length === 0) return new Set();
  const { rows } = await client.query<{ digest: string }>(
    "SELECT DISTINCT digest FROM dead_letter_contents WHERE digest = ANY ($1::uuid[]) AND custody_batch IS NOT NULL",
    [entries.map(({ digest }) => digest)],
  );
  return new Set(rows.map(({ digest }) => digest));
}

function byVhost(arrivals: readonly DeadArrival[]): Map<string, DeadArrival[]> {
  const groups = new Map<string, DeadArrival[]>();
  for (const arrival of arrivals) {
    const { vhost } = arrival.delivery;
    groups.set(vhost, [...(groups.get(vhost) ?? []), arrival]);
  }
  return groups;
}
