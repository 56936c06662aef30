/** What of a topology is drawn, in a settled order. Pure; used by the diagram and by the interactive graph. */

/** The facts, as the page has them. Names are hostile text. */
export interface TopologyFacts {
  exchanges: readonly FlowExchange[];
  queues: readonly FlowQueue[];
  bindings: readonly { source: string; destination: string; toExchange: boolean; key: string }[];
}

export interface FlowExchange {
  name: string;
  type: string;
  /** Where messages go that none of its bindings want. */
  alternate: string | null;
  /** Whether Sillage sees what is published to it, all or in part. */
  observed: boolean;
  /** Part of Sillage itself. */
  own: boolean;
}

export interface FlowQueue {
  name: string;
  own: boolean;
  /** Where its dead messages go: the exchange, "" for the default one; null when they are dropped. */
  deadLetterExchange: string | null;
  /** With which key; null: the message's own. */
  deadLetterKey: string | null;
}

export interface FlowEdge {
  kind: "binding" | "alternate" | "deadLetter";
  fromKind: "exchange" | "queue";
  from: string;
  toKind: "exchange" | "queue";
  to: string;
  /** Routing keys, sorted; empty for ways that are no bindings. */
  keys: string[];
}

export interface FlowGraph {
  exchanges: FlowExchange[];
  queues: FlowQueue[];
  edges: FlowEdge[];
}

export interface FlowGraphOptions {
  focus?: { kind: "exchange" | "queue"; name: string } | null;
  /** Only what has this text in its name, and what that is joined to. `focus` goes first. */
  text?: string | null;
  plumbing?: boolean;
  defaultExchange?: boolean;
}

/** Names in the order of their code units: the same on every machine, whatever its language. */
export function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Nodes and edges to draw. Left out unless asked for: our own plumbing; the bindings of the default exchange and then
 * the default exchange itself; exchanges of the broker that lead nowhere.
 */
export function flowGraph(facts: TopologyFacts, options: FlowGraphOptions = {}): FlowGraph {
  const { focus = null, text = null, plumbing = false, defaultExchange = false } = options;
  const exchanges = new Map(
    facts.exchanges
      .filter((exchange) => (plumbing || !exchange.own) && (defaultExchange || exchange.name !== ""))
      .map((exchange) => [exchange.name, exchange]),
  );
  const queues = new Map(
    facts.queues.filter((queue) => plumbing || !queue.own).map((queue) => [queue.name, queue]),
  );
  const known = (kind: "exchange" | "queue", name: string) =>
    kind === "exchange" ? exchanges.has(name) : queues.has(name);
  let edges = allEdges(facts).filter(
    (edge) => known(edge.fromKind, edge.from) && known(edge.toKind, edge.to),
  );
  let keep: (kind: "exchange" | "queue", name: string) => boolean;
  if (focus && known(focus.kind, focus.name)) {
    const near = neighbourhood(edges, focus);
    keep = (kind, name) => near.has(nodeKey(kind, name));
    edges = edges.filter((edge) => keep(edge.fromKind, edge.from) && keep(edge.toKind, edge.to));
  } else if (text) {
    const wanted = (name: string) => name.toLowerCase().includes(text.toLowerCase());
    edges = edges.filter((edge) => wanted(edge.from) || wanted(edge.to));
    const joined = ends(edges);
    keep = (kind, name) => wanted(name) || joined.has(nodeKey(kind, name));
  } else {
    const joined = ends(edges);
    // The broker's own amq.* stand in every virtual host and mostly for nothing.
    keep = (kind, name) => kind === "queue" || !name.startsWith("amq.") || joined.has(nodeKey(kind, name));
  }
  return {
    exchanges: [...exchanges.values()].filter((it) => keep("exchange", it.name)).sort(byName),
    queues: [...queues.values()].filter((it) => keep("queue", it.name)).sort(byName),
    edges,
  };
}

/** Names a node in a set or a map. */
export function nodeKey(kind: "exchange" | "queue", name: string): string {
  return `${kind === "exchange" ? "x" : "q"}:${name}`;
}

const ends = (edges: readonly FlowEdge[]): Set<string> =>
  new Set(edges.flatMap((edge) => [nodeKey(edge.fromKind, edge.from), nodeKey(edge.toKind, edge.to)]));

const byName = (a: { name: string }, b: { name: string }) => byCodeUnits(a.name, b.name);

/** One edge for each pair and kind, its keys together. */
function allEdges({ exchanges, queues, bindings }: TopologyFacts): FlowEdge[] {
  const edges = new Map<string, FlowEdge>();
  const add = (edge: Omit<FlowEdge, "keys">, key: string | null) => {
    const name = JSON.stringify([edge.kind, edge.fromKind, edge.from, edge.toKind, edge.to]);
    const known = edges.get(name) ?? { ...edge, keys: [] };
    if (key !== null && !known.keys.includes(key)) known.keys.push(key);
    edges.set(name, known);
  };
  for (const { source, destination, toExchange, key } of bindings) {
    const toKind = toExchange ? "exchange" : "queue";
    add({ kind: "binding", fromKind: "exchange", from: source, toKind, to: destination }, key);
  }
  for (const { name, alternate } of exchanges) {
    if (alternate === null) continue;
    add({ kind: "alternate", fromKind: "exchange", from: name, toKind: "exchange", to: alternate }, null);
  }
  for (const { name, deadLetterExchange, deadLetterKey } of queues) {
    if (deadLetterExchange === null) continue;
    // By way of the default exchange a key is the name of a queue.
    const direct = deadLetterExchange === "" && deadLetterKey !== null;
    add(
      {
        kind: "deadLetter",
        fromKind: "queue",
        from: name,
        toKind: direct ? "queue" : "exchange",
        to: direct ? deadLetterKey : deadLetterExchange,
      },
      null,
    );
  }
  for (const edge of edges.values()) edge.keys.sort(byCodeUnits);
  return [...edges].sort(([a], [b]) => byCodeUnits(a, b)).map(([, edge]) => edge);
}

/** The focus, what it feeds down to the queues, what feeds it, and where those queues' dead letters go. */
function neighbourhood(
  edges: readonly FlowEdge[],
  focus: { kind: "exchange" | "queue"; name: string },
): Set<string> {
  const start = nodeKey(focus.kind, focus.name);
  const found = new Set([start]);
  const walk = (step: (edge: FlowEdge, from: string) => string | null) => {
    const pending = [start];
    const seen = new Set(pending);
    for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
      for (const edge of edges) {
        const next = step(edge, at);
        if (next === null || seen.has(next)) continue;
        seen.add(next);
        found.add(next);
        pending.push(next);
      }
    }
  };
  const tail = (edge: FlowEdge) => nodeKey(edge.fromKind, edge.from);
  const head = (edge: FlowEdge) => nodeKey(edge.toKind, edge.to);
  walk((edge, at) => (edge.kind !== "deadLetter" && tail(edge) === at ? head(edge) : null));
  walk((edge, at) => (edge.kind !== "deadLetter" && head(edge) === at ? tail(edge) : null));
  for (const edge of edges) {
    if (edge.kind !== "deadLetter") continue;
    if (tail(edge) === start || head(edge) === start) found.add(tail(edge)).add(head(edge));
  }
  return found;
}
