import { TOPOLOGY_WORDS } from "./diagram-words";
import { mermaidLabel, mermaidText } from "./mermaid-text";
import {
  byCodeUnits,
  type FlowGraph,
  type FlowQueue,
  flowGraph,
  nodeKey,
  type TopologyFacts,
} from "./topology-graph";

/** How a topology becomes a Mermaid flowchart. */
export interface FlowchartOptions {
  /** Only this exchange or queue and what it is directly or by way of exchanges joined to. */
  focus?: { kind: "exchange" | "queue"; name: string } | null;
  /** Only what has this text in its name, and what that is joined to. */
  text?: string | null;
  /** Also our own `sillage.*`. */
  plumbing?: boolean;
  /** Also the bindings that every queue has to the default exchange. */
  defaultExchange?: boolean;
  /** Words of the diagram, in the reader's language. */
  words?: Partial<FlowchartWords>;
  /** Exchanges and queues that are drawn at most, those that are joined to most of the others first; and ways between them. */
  most?: { nodes: number; edges: number } | null;
  /** Never say the routing keys. */
  plain?: boolean;
}

export interface FlowchartWords {
  defaultExchange: string;
  alternate: string;
  deadLetter: string;
  /** After a number: `12 queues`. */
  queues: string;
  /** After a number: `3 more`. */
  more: string;
  /** After a number: `12 more exchanges and queues`. */
  leftOut: string;
}

/** From so many nodes on, queues with the same bindings are drawn as one. */
const GATHER_FROM = 80;
/** From so many edges on, keys are left out: nobody could read them. */
const KEYS_UP_TO = 150;

/**
 * A topology as the text of a Mermaid flowchart: exchange → queue, with alternate and dead-letter ways dotted. The same
 * topology gives the same text, byte for byte, in whatever order it is given. Names are hostile text: none of them can
 * become syntax (see mermaid-text.ts), and ids are numbers of ours.
 */
export function topologyFlowchart(facts: TopologyFacts, options: FlowchartOptions = {}): string {
  const words = { ...TOPOLOGY_WORDS.en, ...options.words };
  const whole = flowGraph(facts, options);
  const graph = options.most ? mostJoined(whole, options.most) : whole;
  const gathered = graph.exchanges.length + graph.queues.length > GATHER_FROM ? gather(graph) : null;
  const id = idsOf(graph);
  const lines = ["flowchart LR"];
  for (const exchange of graph.exchanges) {
    const name = exchange.name === "" ? [words.defaultExchange] : [mermaidText(exchange.name)];
    const label = mermaidLabel([...name, mermaidText(exchange.type)]);
    lines.push(`  ${id.exchange(exchange.name)}{{${label}}}${exchange.observed ? "" : ":::unobserved"}`);
  }
  for (const queue of graph.queues) {
    if (gathered?.leader(queue.name) === queue.name) {
      const others = gathered.size(queue.name) - 1;
      const text = [mermaidText(queue.name), ...(others > 0 ? [`+ ${others} ${words.queues}`] : [])];
      lines.push(`  ${id.queue(queue.name)}[(${mermaidLabel(text)})]`);
    } else if (!gathered) {
      lines.push(`  ${id.queue(queue.name)}[(${mermaidLabel([mermaidText(queue.name)])})]`);
    }
  }
  lines.push(...edgeLines(graph, id, words, gathered, options.plain ?? false));
  const left = nodesOf(whole) - nodesOf(graph);
  if (left > 0) lines.push(`  left[${mermaidLabel([`${left} ${mermaidText(words.leftOut)}`])}]`);
  if (graph.exchanges.some((exchange) => !exchange.observed)) {
    lines.push("  classDef unobserved stroke-dasharray: 4 3");
  }
  return `${lines.join("\n")}\n`;
}

/** Mermaid refuses more than 500 edges or 50,000 characters where it is not told otherwise, as on code hosts. */
const FITS = { nodes: 200, edges: 450, text: 48_000 };

/** The same, small enough for Mermaid everywhere: without what is joined to least, and at worst without keys. */
export function fittingFlowchart(
  facts: TopologyFacts,
  options: Omit<FlowchartOptions, "most" | "plain">,
): string {
  let most = { nodes: FITS.nodes, edges: FITS.edges };
  for (const plain of [false, true]) {
    const text = topologyFlowchart(facts, { ...options, most, plain });
    if (text.length <= FITS.text) return text;
  }
  for (;;) {
    most = { nodes: Math.ceil(most.nodes / 2), edges: Math.ceil(most.edges / 2) };
    const text = topologyFlowchart(facts, { ...options, most, plain: true });
    if (text.length <= FITS.text || most.nodes === 1) return text;
  }
}

const nodesOf = ({ exchanges, queues }: FlowGraph): number => exchanges.length + queues.length;

/** What is joined to most; of equals, the first by name, exchanges before queues. */
function mostJoined(graph: FlowGraph, most: { nodes: number; edges: number }): FlowGraph {
  if (nodesOf(graph) <= most.nodes && graph.edges.length <= most.edges) return graph;
  const joins = new Map<string, number>();
  const join = (key: string) => joins.set(key, (joins.get(key) ?? 0) + 1);
  for (const edge of graph.edges) {
    join(nodeKey(edge.fromKind, edge.from));
    join(nodeKey(edge.toKind, edge.to));
  }
  const keys = [
    ...graph.exchanges.map(({ name }) => nodeKey("exchange", name)),
    ...graph.queues.map(({ name }) => nodeKey("queue", name)),
  ];
  // Sorting keeps equals in their order.
  const kept = new Set(keys.sort((a, b) => (joins.get(b) ?? 0) - (joins.get(a) ?? 0)).slice(0, most.nodes));
  const isKept = (kind: "exchange" | "queue", name: string) => kept.has(nodeKey(kind, name));
  return {
    exchanges: graph.exchanges.filter(({ name }) => isKept("exchange", name)),
    queues: graph.queues.filter(({ name }) => isKept("queue", name)),
    edges: graph.edges
      .filter((edge) => isKept(edge.fromKind, edge.from) && isKept(edge.toKind, edge.to))
      .slice(0, most.edges),
  };
}

interface Ids {
  exchange(name: string): string;
  queue(name: string): string;
}

/** Numbers in the order of the names: nothing of a name is in its id. */
function idsOf(graph: FlowGraph): Ids {
  const exchanges = new Map(graph.exchanges.map((exchange, index) => [exchange.name, `x${index}`]));
  const queues = new Map(graph.queues.map((queue, index) => [queue.name, `q${index}`]));
  return { exchange: (name) => exchanges.get(name)!, queue: (name) => queues.get(name)! };
}

function edgeLines(
  graph: FlowGraph,
  id: Ids,
  words: FlowchartWords,
  gathered: Gathering | null,
  plain: boolean,
): string[] {
  const keyed = !plain && graph.edges.length <= KEYS_UP_TO;
  const drawn = new Set<string>();
  const lines: string[] = [];
  for (const edge of graph.edges) {
    const to =
      edge.toKind === "exchange" ? id.exchange(edge.to) : id.queue(gathered?.leader(edge.to) ?? edge.to);
    const from =
      edge.fromKind === "exchange"
        ? id.exchange(edge.from)
        : id.queue(gathered?.leader(edge.from) ?? edge.from);
    const line =
      edge.kind === "binding"
        ? `  ${from} -->${keyed ? keyLabel(edge.keys, words) : ""} ${to}`
        : `  ${from} -.->${keyed ? `|${mermaidLabel([words[edge.kind]])}|` : ""} ${to}`;
    if (drawn.has(line)) continue;
    drawn.add(line);
    lines.push(line);
  }
  return lines;
}

function keyLabel(keys: readonly string[], words: FlowchartWords): string {
  const shown = keys.filter((key) => key !== "");
  if (shown.length === 0) return "";
  const lines = shown.slice(0, 2).map((key) => mermaidText(key, 32));
  if (shown.length > 2) lines.push(`+ ${shown.length - 2} ${words.more}`);
  return `|${mermaidLabel(lines)}|`;
}

interface Gathering {
  /** The queue that stands for this one: the first of those with the same bindings. */
  leader(name: string): string;
  size(leader: string): number;
}

/** Puts queues together that hang on the same exchanges in the same way. */
function gather(graph: FlowGraph): Gathering {
  const places = new Map<string, string[]>(graph.queues.map((queue: FlowQueue) => [queue.name, []]));
  for (const edge of graph.edges) {
    if (edge.toKind === "queue") places.get(edge.to)?.push(JSON.stringify([edge.kind, "in", edge.from]));
    if (edge.fromKind === "queue") places.get(edge.from)?.push(JSON.stringify([edge.kind, "out", edge.to]));
  }
  const leaders = new Map<string, string>();
  const sizes = new Map<string, number>();
  const byPlace = new Map<string, string>();
  for (const [name, place] of places) {
    const key = place.sort(byCodeUnits).join(" ");
    const leader = byPlace.get(key) ?? name;
    byPlace.set(key, leader);
    leaders.set(name, leader);
    sizes.set(leader, (sizes.get(leader) ?? 0) + 1);
  }
  return { leader: (name) => leaders.get(name) ?? name, size: (leader) => sizes.get(leader) ?? 1 };
}
