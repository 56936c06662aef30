import type { BindingInfo, ExchangeInfo, PolicyInfo, QueueInfo } from "@/server/broker/management";
import { sameKey, type TapKey, uniqueKeys } from "./tap-key";
import type { Coverage, SideEffect, TapReason } from "./tap-reasons";

/** What a virtual host looks like, as far as taps care. */
export interface Topology {
  exchanges: readonly Pick<
    ExchangeInfo,
    "name" | "type" | "durable" | "autoDelete" | "internal" | "arguments" | "policy"
  >[];
  bindings: readonly BindingInfo[];
  queues: readonly Pick<QueueInfo, "name" | "arguments" | "policyDefinition">[];
  /** Null when we may not read them. */
  policies: readonly PolicyInfo[] | null;
}

/** How one exchange is to be observed, and what is true of it then. */
export interface ExchangePlan {
  name: string;
  type: string;
  durable: boolean;
  autoDelete: boolean;
  internal: boolean;
  /** Where messages go that none of its bindings want; null when they are dropped. */
  alternate: string | null;
  /** Some queue sends its dead messages here. */
  deadLetter: boolean;
  coverage: Coverage;
  reason: TapReason;
  sideEffects: SideEffect[];
  /** Bindings to `sillage.tap` that should stand. */
  desired: TapKey[];
  /** Of those, the ones that are missing. */
  add: TapKey[];
  /** Bindings of ours that should not stand any more. */
  remove: TapKey[];
}

/** Names of ours, and how they are told apart. Passed in, so that this file needs nothing of AMQP. */
export interface OwnNames {
  prefix: string;
  tap: string;
}

const BINDABLE = new Set(["topic", "fanout", "headers", "direct"]);
const BROKER_INTERNAL = new Set(["amq.rabbitmq.trace", "amq.rabbitmq.event", "amq.rabbitmq.log"]);

type Exchange = Topology["exchanges"][number];
type Decision = Pick<ExchangePlan, "coverage" | "reason" | "desired">;

/**
 * Decides for each exchange whether and how it is tapped. A tap never takes a message from anybody: where binding
 * everything would (an alternate exchange stops firing, a hashing exchange shares out), the bindings of others are
 * mirrored or nothing is bound.
 * @param excluded exchanges that the operator does not want observed
 */
export function planTaps(topology: Topology, own: OwnNames, excluded: ReadonlySet<string>): ExchangePlan[] {
  const context = new Context(topology, own, excluded);
  const decisions = new Map(topology.exchanges.map((x) => [x.name, context.decide(x)]));
  return topology.exchanges.map((exchange) => {
    const decision = context.withAlternate(exchange, decisions);
    const standing = context.standing(exchange.name);
    return {
      name: exchange.name,
      type: exchange.type,
      durable: exchange.durable,
      autoDelete: exchange.autoDelete,
      internal: exchange.internal,
      alternate: context.alternate(exchange).name,
      deadLetter: context.deadLetter.has(exchange.name),
      ...decision,
      sideEffects: context.sideEffects(exchange, decision),
      add: decision.desired.filter((key) => !standing.some((other) => sameKey(key, other))),
      // What joins our own exchanges is not a tap.
      remove:
        decision.reason.code === "own_plumbing"
          ? []
          : standing.filter((key) => !decision.desired.some((other) => sameKey(key, other))),
    };
  });
}

class Context {
  readonly deadLetter: ReadonlySet<string>;
  readonly #exchanges: Map<string, Exchange>;
  readonly #others = new Map<string, BindingInfo[]>();
  readonly #standing = new Map<string, TapKey[]>();
  readonly #upstream = new Map<string, Set<string>>();
  readonly #policies: Map<string, PolicyInfo> | null;

  constructor(
    topology: Topology,
    readonly own: OwnNames,
    readonly excluded: ReadonlySet<string>,
  ) {
    this.#exchanges = new Map(topology.exchanges.map((x) => [x.name, x]));
    this.#policies = topology.policies && new Map(topology.policies.map((p) => [p.name, p]));
    this.deadLetter = deadLetterExchanges(topology.queues);
    for (const binding of topology.bindings) {
      const { source, destination, destinationType } = binding;
      if (destinationType === "exchange" && destination === own.tap) {
        push(this.#standing, source, { routingKey: binding.routingKey, arguments: binding.arguments });
      } else if (!destination.startsWith(own.prefix)) {
        push(this.#others, source, binding);
        if (destinationType === "exchange") {
          const sources = this.#upstream.get(destination) ?? new Set<string>();
          this.#upstream.set(destination, sources.add(source));
        }
      }
    }
  }

  standing(name: string): TapKey[] {
    return this.#standing.get(name) ?? [];
  }

  /** The exchange's own argument wins over the policy's, as in the broker. */
  alternate(exchange: Exchange): { name: string | null; unknownPolicy: string | null } {
    const own = exchange.arguments["alternate-exchange"];
    if (typeof own === "string") return { name: own, unknownPolicy: null };
    if (exchange.policy === null) return { name: null, unknownPolicy: null };
    const policy = this.#policies?.get(exchange.policy);
    if (!policy) return { name: null, unknownPolicy: exchange.policy };
    const name = policy.definition["alternate-exchange"];
    return { name: typeof name === "string" ? name : null, unknownPolicy: null };
  }

  /** What is decided of an exchange without looking at its alternate exchange. */
  decide(exchange: Exchange): Decision {
    const { name, type } = exchange;
    if (BROKER_INTERNAL.has(name)) return nothing("excluded", { code: "broker_internal" });
    if (name.startsWith(this.own.prefix)) return nothing("excluded", { code: "own_plumbing" });
    if (this.excluded.has(name)) return nothing("excluded", { code: "excluded_by_operator" });
    if (name === "") return nothing("partial", { code: "default_exchange" });
    if (!BINDABLE.has(type)) {
      const upstream = [...(this.#upstream.get(name) ?? [])].sort().slice(0, 20);
      return nothing("not_observed", { code: "tap_would_steal", type, upstream });
    }
    const { name: alternate, unknownPolicy } = this.alternate(exchange);
    const mirrored = this.#mirror(exchange);
    if (unknownPolicy !== null) {
      return {
        coverage: "partial",
        reason: { code: "policy_unreadable", policy: unknownPolicy },
        desired: mirrored.keys,
      };
    }
    if (mirrored.unmirrorable > 0 && alternate !== null) {
      return {
        coverage: "partial",
        reason: { code: "headers_not_mirrorable", count: mirrored.unmirrorable },
        desired: mirrored.keys,
      };
    }
    if (alternate !== null) {
      return { coverage: "complete", reason: { code: "alternate", alternate }, desired: mirrored.keys };
    }
    if (type === "direct") {
      return {
        coverage: "complete",
        reason: { code: "bound_keys", keys: mirrored.keys.length },
        desired: mirrored.keys,
      };
    }
    return { coverage: "complete", reason: { code: "every_message" }, desired: [catchAll(type)] };
  }

  /** What falls through is seen only as far as the alternate exchange is. */
  withAlternate(exchange: Exchange, decisions: ReadonlyMap<string, Decision>): Decision {
    const decision = decisions.get(exchange.name)!;
    if (decision.reason.code !== "alternate") return decision;
    const seen = new Set([exchange.name]);
    let name: string | null = decision.reason.alternate;
    while (name !== null && !seen.has(name)) {
      seen.add(name);
      const next = this.#exchanges.get(name);
      const nextDecision = decisions.get(name);
      if (!next || !nextDecision) {
        return { ...decision, reason: { code: "alternate_missing", alternate: name } };
      }
      if (nextDecision.coverage !== "complete") {
        return {
          ...decision,
          coverage: "partial",
          reason: { code: "alternate_not_observed", alternate: name },
        };
      }
      name = this.alternate(next).name;
    }
    return decision;
  }

  sideEffects(exchange: Exchange, { desired, reason }: Decision): SideEffect[] {
    if (desired.length === 0) return [];
    const effects: SideEffect[] = [{ code: "confirms_wait" }];
    const takesAll = reason.code === "every_message";
    // What falls through to a tapped alternate exchange is taken there.
    if (takesAll || reason.code === "alternate") effects.push({ code: "mandatory_returns_stop" });
    if (takesAll && exchange.autoDelete) effects.push({ code: "auto_delete_lives_on" });
    if (!takesAll) effects.push({ code: "unbound_key_lingers" });
    return effects;
  }

  /** The bindings of others, as ours. */
  #mirror(exchange: Exchange): { keys: TapKey[]; unmirrorable: number } {
    const others = this.#others.get(exchange.name) ?? [];
    switch (exchange.type) {
      case "fanout":
        return { keys: others.length > 0 ? [catchAll("fanout")] : [], unmirrorable: 0 };
      case "headers": {
        const exact = others.filter((binding) => Object.values(binding.arguments).every(survivesJson));
        return {
          keys: uniqueKeys(exact.map((b) => ({ routingKey: "", arguments: b.arguments }))),
          unmirrorable: others.length - exact.length,
        };
      }
      default:
        return {
          keys: uniqueKeys(others.map((b) => ({ routingKey: b.routingKey, arguments: {} }))),
          unmirrorable: 0,
        };
    }
  }
}

/** Exchanges that some queue, by argument or policy, sends its dead messages to. */
export function deadLetterExchanges(queues: Topology["queues"]): Set<string> {
  const names = new Set<string>();
  for (const queue of queues) {
    const name = queue.arguments["x-dead-letter-exchange"] ?? queue.policyDefinition["dead-letter-exchange"];
    if (typeof name === "string") names.add(name);
  }
  return names;
}

/** A headers exchange compares AMQP types, and a number's width is lost on its way to us as JSON. */
function survivesJson(value: unknown): boolean {
  return typeof value === "string" || typeof value === "boolean";
}

function catchAll(type: string): TapKey {
  return { routingKey: type === "topic" ? "#" : "", arguments: {} };
}

function nothing(coverage: Coverage, reason: TapReason): Decision {
  return { coverage, reason, desired: [] };
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
