import type { RouteTopology } from "@/server/routes/find-route";
import { findRoute } from "@/server/routes/find-route";
import { consumerCounter } from "@/server/topology/consumer-counter";
import type { RedriveTarget } from "./redrive-schemas";

/** Where the messages of a plan go, and what is there. Pure. */

/** Messages that go to the same place; of an exchange, with the same key. */
export interface Heap {
  kind: RedriveTarget["kind"];
  name: string;
  /** Of an exchange; null for a queue. */
  routingKey: string | null;
  messages: number;
}

/** What the broker says of a virtual host; a part that it does not tell is null. */
export interface TargetTopology {
  exchanges: RouteTopology["exchanges"] | null;
  queues:
    | readonly {
        name: string;
        arguments: Record<string, unknown>;
        policyDefinition: Record<string, unknown>;
        ready: number | null;
        consumers: number | null;
      }[]
    | null;
  bindings: RouteTopology["bindings"] | null;
  policies: RouteTopology["policies"];
  consumers: readonly { queue: string; connection: string | null }[] | null;
}

/** Names of ours begin with it: a tap takes messages from nobody, and does nothing with them. */
const OWN_PREFIX = "sillage.";
/** More connections than these are not named. */
const MOST_NAMED = 20;

/** The places of a plan, the one with most messages first. */
export function targetsOf(heaps: readonly Heap[], topology: TargetTopology | null): RedriveTarget[] {
  const places = new Map<string, RedriveTarget>();
  for (const heap of heaps) {
    const key = `${heap.kind} ${heap.name}`;
    const place =
      places.get(key) ??
      (heap.kind === "queue" ? queueTarget(heap, topology) : exchangeTarget(heap, topology));
    place.messages += heap.messages;
    if (heap.kind === "exchange") addRoute(place, heap, topology);
    else if (place.exists === false) place.unroutable += heap.messages;
    places.set(key, place);
  }
  return [...places.values()].sort((a, b) => b.messages - a.messages || a.name.localeCompare(b.name));
}

/** Whether a queue refuses messages while it is full, by its argument or its policy. */
export function rejectsWhenFull(queue: {
  arguments: Record<string, unknown>;
  policyDefinition: Record<string, unknown>;
}): boolean {
  const overflow = queue.arguments["x-overflow"] ?? queue.policyDefinition.overflow;
  return typeof overflow === "string" && overflow.startsWith("reject-publish");
}

function queueTarget({ name }: Heap, topology: TargetTopology | null): RedriveTarget {
  const queue = topology?.queues?.find((it) => it.name === name);
  const consumers = topology?.consumers?.filter((it) => it.queue === name) ?? [];
  const connections = [
    ...new Set(consumers.flatMap(({ connection }) => (connection === null ? [] : [connection]))),
  ];
  return {
    ...unknownPlace("queue", name),
    exists: topology?.queues ? queue !== undefined : null,
    ready: queue?.ready ?? null,
    consumers: queue ? consumerCounter(topology?.consumers)(queue) : null,
    consumedBy: connections.sort().slice(0, MOST_NAMED),
    rejectsWhenFull: queue ? rejectsWhenFull(queue) : null,
  };
}

function exchangeTarget({ name }: Heap, topology: TargetTopology | null): RedriveTarget {
  return {
    ...unknownPlace("exchange", name),
    exists: topology?.exchanges ? topology.exchanges.some((it) => it.name === name) : null,
  };
}

const unknownPlace = (kind: RedriveTarget["kind"], name: string): RedriveTarget => ({
  kind,
  name,
  messages: 0,
  exists: null,
  ready: null,
  consumers: null,
  consumedBy: [],
  rejectsWhenFull: null,
  queues: [],
  unroutable: 0,
});

/** Adds the queues that messages with a key reach; messages count as unroutable only where that is sure. */
function addRoute(place: RedriveTarget, heap: Heap, topology: TargetTopology | null): void {
  if (place.exists === false) {
    place.unroutable += heap.messages;
    return;
  }
  if (!topology?.exchanges || !topology.bindings || !topology.queues) return;
  const { exchanges, bindings, queues, policies } = topology;
  const message = { routingKeys: [heap.routingKey ?? ""], headers: [] };
  const route = findRoute({ exchanges, bindings, queues, policies }, heap.name, message);
  const reached = route.queues.map(({ name }) => name).filter((name) => !name.startsWith(OWN_PREFIX));
  place.queues = [...new Set([...place.queues, ...reached])].sort();
  // What a headers exchange does with each message depends on more than its key.
  const sure = route.hops.every(({ type, problem }) => type !== "headers" && problem === null);
  if (reached.length === 0 && sure) place.unroutable += heap.messages;
}
