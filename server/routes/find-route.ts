import type { BindingInfo, ExchangeInfo, PolicyInfo } from "@/server/broker/management";
import { KNOWN_TYPES, type KnownType, type Match, matchBinding, type RoutedMessage } from "./match-binding";

/** What the broker says of a virtual host. */
export interface RouteTopology {
  exchanges: readonly Pick<ExchangeInfo, "name" | "type" | "arguments" | "policy">[];
  bindings: readonly BindingInfo[];
  queues: readonly { name: string }[];
  /** Null where the user may not read them: an alternate exchange may then be set that we do not see. */
  policies: readonly PolicyInfo[] | null;
}

/** A binding that takes the message. */
export interface RouteBinding {
  destination: string;
  destinationType: "queue" | "exchange";
  routingKey: string;
  arguments: Record<string, unknown>;
  match: Exclude<Match, "no">;
}

/** Why more cannot be said of an exchange. */
export type HopProblem =
  /** it does not exist (any more) */
  | "gone"
  /** its type is a plugin's: the bindings that it has are listed, and which of them it would choose is not known */
  | "type_not_known"
  /** nothing takes the message, and whether a policy names an alternate exchange cannot be read */
  | "alternate_not_known";

/** An exchange on the way. */
export interface RouteHop {
  exchange: string;
  type: string | null;
  /** How it got here: published to it, by a binding of another exchange, or as that one's alternate. */
  via: "published" | "binding" | "alternate";
  /** The exchange before it. */
  from: string | null;
  bindings: RouteBinding[];
  /** Bindings that do not take it. */
  others: number;
  /** The alternate exchange that it is sent on to because nothing took it. */
  alternate: string | null;
  problem: HopProblem | null;
  /** Whether it comes here for sure; `maybe` below a binding of which that cannot be said. */
  certainty: Exclude<Match, "no">;
}

export interface Route {
  /** In the order of the walk: each exchange once, however many ways lead to it. */
  hops: RouteHop[];
  queues: { name: string; certainty: Exclude<Match, "no"> }[];
}

/**
 * Where a message goes that is published to `exchange` now, by the bindings of now: what RabbitMQ documents for direct,
 * fanout, topic and headers exchanges, the default exchange, exchange-to-exchange bindings and alternate exchanges.
 */
export function findRoute(topology: RouteTopology, exchange: string, message: RoutedMessage): Route {
  const hops: RouteHop[] = [];
  const queues = new Map<string, Exclude<Match, "no">>();
  const seen = new Map<string, RouteHop>();
  const waiting: Pick<RouteHop, "exchange" | "via" | "from" | "certainty">[] = [
    { exchange, via: "published", from: null, certainty: "yes" },
  ];
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const before = seen.get(next.exchange);
    // Walked again only where it is now sure that it comes here.
    if (before && (before.certainty === "yes" || next.certainty === "maybe")) continue;
    const hop = { ...next, ...leave(topology, next.exchange, message) };
    if (before) hops[hops.indexOf(before)] = hop;
    else hops.push(hop);
    seen.set(hop.exchange, hop);
    for (const { destination, destinationType, match } of hop.bindings) {
      const certainty = match === "yes" ? hop.certainty : "maybe";
      if (destinationType === "queue") {
        if (queues.get(destination) !== "yes") queues.set(destination, certainty);
      } else {
        waiting.push({ exchange: destination, via: "binding", from: hop.exchange, certainty });
      }
    }
    if (hop.alternate !== null) {
      // Taken only when no binding takes the message.
      const certainty = hop.bindings.length === 0 ? hop.certainty : "maybe";
      waiting.push({ exchange: hop.alternate, via: "alternate", from: hop.exchange, certainty });
    }
  }
  return { hops, queues: [...queues].map(([name, certainty]) => ({ name, certainty })) };
}

function leave(
  topology: RouteTopology,
  name: string,
  message: RoutedMessage,
): Pick<RouteHop, "type" | "bindings" | "others" | "alternate" | "problem"> {
  // Every queue is bound to the default exchange by its name, and to nothing else there.
  if (name === "") return { ...toQueues(topology, message), type: "direct", others: 0, alternate: null };
  const exchange = topology.exchanges.find((it) => it.name === name);
  if (!exchange) return { type: null, bindings: [], others: 0, alternate: null, problem: "gone" };
  const own = topology.bindings.filter((binding) => binding.source === name);
  const { type } = exchange;
  const bindings: RouteBinding[] = own.flatMap((binding) => {
    const match = isKnown(type) ? matchBinding(type, binding, message) : "maybe";
    const { destination, destinationType, routingKey, arguments: args } = binding;
    return match === "no" ? [] : [{ destination, destinationType, routingKey, arguments: args, match }];
  });
  const untaken = bindings.every(({ match }) => match === "maybe");
  const alternate = untaken ? alternateOf(topology, exchange) : { name: null, known: true };
  return {
    type,
    bindings,
    others: own.length - bindings.length,
    alternate: alternate.name,
    problem: !isKnown(type) ? "type_not_known" : alternate.known ? null : "alternate_not_known",
  };
}

function toQueues(topology: RouteTopology, { routingKeys }: RoutedMessage) {
  const bindings = topology.queues
    .filter((queue) => routingKeys.includes(queue.name))
    .map(({ name }): RouteBinding => {
      return { destination: name, destinationType: "queue", routingKey: name, arguments: {}, match: "yes" };
    });
  return { bindings, problem: null };
}

/** The exchange's own argument wins over the policy's, as in the broker. */
function alternateOf(
  { policies }: RouteTopology,
  exchange: RouteTopology["exchanges"][number],
): { name: string | null; known: boolean } {
  const own = exchange.arguments["alternate-exchange"];
  if (typeof own === "string") return { name: own, known: true };
  if (exchange.policy === null) return { name: null, known: true };
  const policy = policies?.find(({ name }) => name === exchange.policy);
  if (!policy) return { name: null, known: false };
  const name = policy.definition["alternate-exchange"];
  return { name: typeof name === "string" ? name : null, known: true };
}

function isKnown(type: string): type is KnownType {
  return (KNOWN_TYPES as readonly string[]).includes(type);
}
