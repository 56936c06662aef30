import type { BindingInfo, ExchangeInfo, QueueInfo } from "@/server/broker/management";
import { matchesPattern } from "@/server/event-store/routing-pattern";

/** Which queues hold dead letters, and how those come there. Pure; names are hostile text. */

/** A queue whose dead messages end in the dead-letter queue. */
export interface DeadLetterSource {
  queue: string;
  /** Its dead-letter exchange; empty for the default one. */
  exchange: string;
  /** Null: the dead keep the key that they were published with. */
  routingKey: string | null;
  setBy: "argument" | "policy";
}

export const FOUND_BY = ["argument", "policy", "name", "x-death"] as const;
/** What makes a queue one for dead letters: `x-death`: dead letters were seen on their way to it. */
export type FoundBy = (typeof FOUND_BY)[number];

export interface FoundQueue {
  name: string;
  foundBy: FoundBy[];
  sources: DeadLetterSource[];
  /** Exchanges that lead to it, and through which nothing but dead letters comes. */
  feeders: string[];
  /** No tap sees what comes to it: while it is only observed, its messages can only be counted. */
  countableOnly: boolean;
  /** Why nobody can hold it, in words; null where it can be held. */
  unholdable: string | null;
}

type Queue = Pick<QueueInfo, "name" | "arguments" | "policyDefinition"> &
  Partial<Pick<QueueInfo, "type" | "autoDelete" | "exclusive">>;
type Exchange = Pick<ExchangeInfo, "name" | "type">;

/** A virtual host as far as dead letters care. */
export interface DeadLetterTopology {
  queues: readonly Queue[];
  exchanges: readonly Exchange[];
  bindings: readonly BindingInfo[];
}

const OWN_PREFIX = "sillage.";
/** Names that frameworks and people give them. `deadline` is another word. */
const NAMES = /(?:[._-]dl[qx]|[._-]dead[._-]?letters?|_error|_skipped)$|^(?:error$|dlq[._-]|dead(?!line))/i;

/**
 * The queues at which messages end that other queues gave up: those that dead letters are routed to, and those whose
 * names say so. A delay queue (one whose messages expire and go on) is none, and what expires in one is no dead letter:
 * that is how retries are built.
 * @param diedInto queues that dead letters were seen to come to, though the queue that sent them may be there no more
 */
export function findDeadLetterQueues(
  topology: DeadLetterTopology,
  diedInto: ReadonlySet<string> = new Set(),
): FoundQueue[] {
  const sources = sourcesByTarget(topology);
  const named = new Map<string, Set<string>>();
  for (const { name } of topology.exchanges) {
    if (name !== "" && !name.startsWith(OWN_PREFIX)) named.set(name, reachedFrom(name, null, topology));
  }
  const found = topology.queues.flatMap((queue): Omit<FoundQueue, "feeders">[] => {
    const { name } = queue;
    if (isDelay(queue) || name.startsWith(OWN_PREFIX)) return [];
    const from = sources.get(name) ?? [];
    const through = [...named].filter(([, reached]) => reached.has(name)).map(([exchange]) => exchange);
    const foundBy = FOUND_BY.filter((by) => {
      if (by === "name") return NAMES.test(name);
      if (by === "x-death") return diedInto.has(name);
      return from.some(({ setBy }) => setBy === by);
    });
    if (foundBy.length === 0) return [];
    return [
      { name, foundBy, sources: from, countableOnly: through.length === 0, unholdable: unholdable(queue) },
    ];
  });
  const dead = new Set(found.map(({ name }) => name));
  return found.map((queue) => ({
    ...queue,
    feeders: [...named]
      .filter(([, reached]) => reached.has(queue.name) && isSubset(reached, dead))
      .map(([exchange]) => exchange),
  }));
}

/** Queues whose messages wait there to be tried again: they expire and go on. */
export function delayQueues(queues: readonly Queue[]): Set<string> {
  return new Set(queues.filter(isDelay).map(({ name }) => name));
}

/**
 * Where a dead letter that was seen on an exchange has gone.
 * @param routingKeys its key and those of its CC
 */
export function deadLetterQueuesReached(
  topology: DeadLetterTopology,
  exchange: string,
  routingKeys: readonly string[],
): Set<string> {
  const queues = new Set<string>();
  for (const key of routingKeys) for (const name of reachedFrom(exchange, key, topology)) queues.add(name);
  return queues;
}

function sourcesByTarget(topology: DeadLetterTopology): Map<string, DeadLetterSource[]> {
  const byTarget = new Map<string, DeadLetterSource[]>();
  for (const queue of topology.queues) {
    const exchange = settingOf(queue, "dead-letter-exchange");
    if (typeof exchange !== "string" || isDelay(queue)) continue;
    const key = settingOf(queue, "dead-letter-routing-key");
    const source: DeadLetterSource = {
      queue: queue.name,
      exchange,
      routingKey: typeof key === "string" ? key : null,
      setBy: queue.arguments["x-dead-letter-exchange"] === undefined ? "policy" : "argument",
    };
    for (const target of reachedFrom(exchange, source.routingKey, topology)) {
      byTarget.set(target, [...(byTarget.get(target) ?? []), source]);
    }
  }
  return byTarget;
}

/** An argument of the queue, or what a policy gives it. */
function settingOf(queue: Queue, name: string): unknown {
  return queue.arguments[`x-${name}`] ?? queue.policyDefinition[name];
}

function isDelay(queue: Queue): boolean {
  return (
    settingOf(queue, "message-ttl") !== undefined && settingOf(queue, "dead-letter-exchange") !== undefined
  );
}

function unholdable(queue: Queue): string | null {
  if (queue.autoDelete)
    return "The broker deletes this queue, and what is in it, when its last consumer goes.";
  if (queue.exclusive) return "This queue belongs to one connection.";
  if (queue.type === "stream") return "This is a stream: reading takes nothing out of it.";
  return null;
}

/** Queues that a message reaches from an exchange, also through other exchanges. @param key null: any */
function reachedFrom(start: string, key: string | null, topology: DeadLetterTopology): Set<string> {
  // The default exchange: the key is the name of a queue. Without one it is the message's own, which nobody knows here.
  if (start === "") return new Set(key === null ? [] : [key]);
  const types = new Map(topology.exchanges.map(({ name, type }) => [name, type]));
  const queues = new Set<string>();
  const seen = new Set([start]);
  for (const exchange of seen) {
    for (const binding of topology.bindings) {
      if (binding.source !== exchange || !mayMatch(types.get(exchange), binding, key)) continue;
      if (binding.destinationType === "queue") queues.add(binding.destination);
      else if (!binding.destination.startsWith(OWN_PREFIX)) seen.add(binding.destination);
    }
  }
  return queues;
}

/** Kinds of exchanges that we cannot compute, headers among them, may lead to any of their queues. */
function mayMatch(type: string | undefined, { routingKey }: BindingInfo, key: string | null): boolean {
  if (key === null) return true;
  if (type === "direct") return routingKey === key;
  return type === "topic" ? matchesPattern(routingKey, key) : true;
}

function isSubset(reached: ReadonlySet<string>, of: ReadonlySet<string>): boolean {
  return reached.size > 0 && [...reached].every((name) => of.has(name));
}
