import fc from "fast-check";
import type { ExchangePlan, Topology } from "../tap-plan";

/** How a broker routes, in a few lines: bindings, exchange to exchange, alternate exchanges. For property tests. */

export interface ModelMessage {
  routingKey: string;
  headers: Record<string, unknown>;
}

const NAMES = ["a", "b", "c", "d"];
const KEYS = ["order.paid", "order.*", "#", "order.shipped", ""];

/** A handful of exchanges of every type, joined in every way. */
export function anyTopology(): fc.Arbitrary<Topology> {
  const args = fc.oneof(
    fc.constant({}),
    fc.record({ "x-match": fc.constantFrom("all", "any"), region: fc.constantFrom("eu", "us") }),
  );
  const exchanges = fc.tuple(
    ...NAMES.map((name) =>
      fc.record({
        name: fc.constant(name),
        type: fc.constantFrom("topic", "direct", "fanout", "headers", "x-consistent-hash"),
        durable: fc.constant(true),
        autoDelete: fc.boolean(),
        internal: fc.boolean(),
        arguments: fc
          .option(fc.constantFrom(...NAMES, "gone"))
          .map((ae): Record<string, unknown> => (ae === null ? {} : { "alternate-exchange": ae })),
        policy: fc.constant(null),
      }),
    ),
  );
  const bindings = fc.array(
    fc.record({
      source: fc.constantFrom(...NAMES),
      target: fc.constantFrom("q1", "q2", ...NAMES),
      routingKey: fc.constantFrom(...KEYS),
      arguments: args,
    }),
    { maxLength: 8 },
  );
  return fc.record({ exchanges, bindings }).map(({ exchanges, bindings }) => ({
    exchanges,
    queues: [],
    policies: [],
    bindings: bindings.map(({ target, ...rest }) => ({
      ...rest,
      destination: target,
      destinationType: NAMES.includes(target) ? ("exchange" as const) : ("queue" as const),
    })),
  }));
}

export function anyMessage(): fc.Arbitrary<ModelMessage> {
  return fc.record({
    routingKey: fc.constantFrom("order.paid", "order.shipped", "else", ""),
    headers: fc.oneof(fc.constant({}), fc.record({ region: fc.constantFrom("eu", "us", "asia") })),
  });
}

/** The topology with a plan carried out. */
export function tapped(topology: Topology, plans: readonly ExchangePlan[]): Topology {
  const added = plans.flatMap((plan) =>
    plan.add.map((key) => ({
      source: plan.name,
      destination: "sillage.tap",
      destinationType: "exchange" as const,
      ...key,
    })),
  );
  return { ...topology, bindings: [...topology.bindings, ...added] };
}

/** The queues that a message published to `exchange` ends up in. A hashing exchange gives it to its first binding. */
export function deliver(topology: Topology, exchange: string, message: ModelMessage): Set<string> {
  const queues = new Set<string>();
  const visited = new Set<string>();
  const pending = [exchange];
  while (pending.length > 0) {
    const name = pending.pop()!;
    if (visited.has(name)) continue;
    visited.add(name);
    if (name === "sillage.tap") {
      queues.add("sillage.audit");
      continue;
    }
    const found = topology.exchanges.find((x) => x.name === name);
    if (!found) continue;
    const hits = topology.bindings
      .filter((b) => b.source === name && matches(found.type, b.routingKey, b.arguments, message))
      .slice(0, found.type === "x-consistent-hash" ? 1 : undefined);
    for (const hit of hits) {
      if (hit.destinationType === "queue") queues.add(hit.destination);
      else pending.push(hit.destination);
    }
    const alternate = found.arguments["alternate-exchange"];
    if (hits.length === 0 && typeof alternate === "string") pending.push(alternate);
  }
  return new Set([...queues].sort());
}

function matches(type: string, key: string, args: Record<string, unknown>, message: ModelMessage): boolean {
  switch (type) {
    case "direct":
      return key === message.routingKey;
    case "topic":
      return topicMatches(key.split("."), message.routingKey.split("."));
    case "headers": {
      const wanted = Object.entries(args).filter(([name]) => !name.startsWith("x-"));
      const hit = ([name, value]: [string, unknown]) => message.headers[name] === value;
      if (args["x-match"] === "any") return wanted.some(hit);
      return wanted.every(hit);
    }
    default:
      return true;
  }
}

function topicMatches(pattern: string[], words: string[]): boolean {
  const [head, ...rest] = pattern;
  if (head === undefined) return words.length === 0;
  if (head === "#") {
    return topicMatches(rest, words) || (words.length > 0 && topicMatches(pattern, words.slice(1)));
  }
  return words.length > 0 && (head === "*" || head === words[0]) && topicMatches(rest, words.slice(1));
}
