import { inScope, type Scope } from "@/server/access/scope";
import type { BindingInfo } from "@/server/broker/management";
import type { BrokerReading } from "./read-broker";

/** The part of a virtual host that a scope shows. Pure. */

/** A queue as far as it says where its dead messages go. */
interface Queue {
  name: string;
  arguments: Record<string, unknown>;
  policyDefinition: Record<string, unknown>;
}

/**
 * The queues that messages of a scope can reach: those bound to an exchange in it, and those that such a queue names for
 * its dead messages. What only exchanges outside of the scope lead to is not among them.
 */
export function queuesWithin(
  scope: Scope,
  vhost: string,
  queues: readonly Queue[],
  bindings: readonly BindingInfo[],
): Set<string> {
  // The default exchange leads to every queue.
  if (inScope(scope, { vhost, exchange: "" })) return new Set(queues.map(({ name }) => name));
  const byName = new Map(queues.map((queue) => [queue.name, queue]));
  const reached = new Set<string>();
  for (const { source, destination, destinationType } of bindings) {
    if (destinationType === "queue" && inScope(scope, { vhost, exchange: source })) reached.add(destination);
  }
  for (const name of reached) {
    const queue = byName.get(name);
    const of = (setting: string) => queue?.arguments[`x-${setting}`] ?? queue?.policyDefinition[setting];
    const key = of("dead-letter-routing-key");
    if (of("dead-letter-exchange") === "" && typeof key === "string") reached.add(key);
  }
  return reached;
}

/** What the broker told, without exchanges outside of the scope and queues that only they lead to. */
export function readingWithin(scope: Scope, vhost: string, reading: BrokerReading): BrokerReading {
  if (scope === "everything") return reading;
  const visible = (exchange: string) => inScope(scope, { vhost, exchange });
  const reached = reading.queues && queuesWithin(scope, vhost, reading.queues, reading.bindings ?? []);
  const queueVisible = (name: string) => reached?.has(name) ?? false;
  return {
    ...reading,
    exchanges: reading.exchanges?.filter(({ name }) => visible(name)) ?? null,
    queues: reading.queues?.filter(({ name }) => queueVisible(name)) ?? null,
    bindings:
      reading.bindings?.filter(
        ({ source, destination, destinationType }) =>
          visible(source) && (destinationType === "queue" ? queueVisible(destination) : visible(destination)),
      ) ?? null,
    consumers: reading.consumers?.filter(({ queue }) => queueVisible(queue)) ?? null,
  };
}
