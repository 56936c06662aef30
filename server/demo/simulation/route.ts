import type { ShopMessage } from "../shop-message";
import type { BindingSpec, ExchangeSpec, QueueSpec, System } from "../system";

/** Where a message goes, as the broker would decide it. */
export interface Route {
  queues: QueueSpec[];
  /** Whether an observer that taps the exchange sees it: of a direct exchange only what somebody binds. */
  seen: boolean;
}

/** Makes the routing of a system's exchanges: bindings, then the alternate exchange. */
export function routing(system: System): (message: ShopMessage) => Route {
  const exchanges = new Map(system.exchanges.map((exchange) => [exchange.name, exchange]));
  const bound = (name: string) =>
    system.queues.flatMap((queue) =>
      queue.bindings.filter((binding) => binding.exchange === name).map((binding) => ({ queue, binding })),
    );
  const bindings = new Map(system.exchanges.map(({ name }) => [name, bound(name)]));

  const queuesOf = (exchange: ExchangeSpec, message: ShopMessage): QueueSpec[] => {
    const hits = bindings
      .get(exchange.name)!
      .filter(({ binding }) => matches(exchange.type, binding, message));
    if (hits.length > 0) return [...new Set(hits.map(({ queue }) => queue))];
    return exchange.alternate === undefined ? [] : queuesOf(exchanges.get(exchange.alternate)!, message);
  };
  return (message) => {
    const exchange = exchanges.get(message.exchange);
    if (!exchange) throw new Error(`${system.name} has no exchange ${message.exchange}`);
    const queues = queuesOf(exchange, message);
    return { queues, seen: exchange.type !== "direct" || queues.length > 0 };
  };
}

function matches(type: ExchangeSpec["type"], binding: BindingSpec, message: ShopMessage): boolean {
  switch (type) {
    case "fanout":
      return true;
    case "direct":
      return binding.key === message.routingKey;
    case "topic":
      return topicMatches(binding.key.split("."), message.routingKey.split("."));
    case "headers":
      return Object.entries(binding.match ?? {}).every(([name, value]) => message.headers[name] === value);
  }
}

/** `*` is one word, `#` any number of words. */
function topicMatches(pattern: readonly string[], words: readonly string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return words.length === 0;
  if (first === "#")
    return words.some((_, n) => topicMatches(rest, words.slice(n))) || topicMatches(rest, []);
  return words.length > 0 && (first === "*" || first === words[0]) && topicMatches(rest, words.slice(1));
}
