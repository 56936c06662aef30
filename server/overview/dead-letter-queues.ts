import type { BindingInfo, QueueDepth } from "@/server/broker/management";

/** Which queues hold dead letters. Pure. */

/**
 * The queues at which messages end that other queues gave up: those that dead letters are routed to. A delay queue (one
 * whose messages expire and go on) is none, and what expires in one is no dead letter: that is how retries are built.
 */
export function deadLetterQueues(
  queues: readonly QueueDepth[],
  bindings: readonly BindingInfo[],
): QueueDepth[] {
  const names = new Set<string>();
  for (const source of queues) {
    const exchange = settingOf(source, "dead-letter-exchange");
    if (typeof exchange !== "string" || isDelay(source)) continue;
    const key = settingOf(source, "dead-letter-routing-key");
    if (exchange === "") {
      // The default exchange: the key is the name of a queue. Without one it is the message's own, which nobody knows here.
      if (typeof key === "string") names.add(key);
    } else for (const name of reachedFrom(exchange, bindings)) names.add(name);
  }
  return queues.filter(
    (queue) => names.has(queue.name) && !isDelay(queue) && !queue.name.startsWith("sillage."),
  );
}

/** An argument of the queue, or what a policy gives it. */
function settingOf(queue: QueueDepth, name: string): unknown {
  return queue.arguments[`x-${name}`] ?? queue.policyDefinition[name];
}

function isDelay(queue: QueueDepth): boolean {
  return (
    settingOf(queue, "message-ttl") !== undefined && settingOf(queue, "dead-letter-exchange") !== undefined
  );
}

/** Queues bound to an exchange, also through other exchanges; their keys are not looked at. */
function reachedFrom(exchange: string, bindings: readonly BindingInfo[]): Set<string> {
  const queues = new Set<string>();
  const seen = new Set([exchange]);
  for (const source of seen) {
    for (const binding of bindings) {
      if (binding.source !== source) continue;
      if (binding.destinationType === "queue") queues.add(binding.destination);
      else seen.add(binding.destination);
    }
  }
  return queues;
}
