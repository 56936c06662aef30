import type { Edge, Node } from "@xyflow/react";
import { makeVisible } from "@/components/ui/visible-text";
import type { FlowGraph } from "@/server/diagrams/topology-graph";
import type { TopologyView } from "@/server/topology/topology-schemas";

/** What stands on a node. Compared field by field, so that a refresh draws only what changed. */
type Facts = {
  kind: "exchange" | "queue" | "consumer";
  /** As the broker has it. */
  name: string;
  /** Type of an exchange. */
  type: string | null;
  coverage: NonNullable<TopologyView["exchanges"][number]["coverage"]>["coverage"] | null;
  perSecond: number | null;
  ready: number | null;
};
export type NodeFacts = Facts & { opened: boolean };

export type GraphNode = Node<NodeFacts>;

const SIZE = { exchange: [208, 46], queue: [208, 46], consumer: [176, 32] } as const;
/** Keys on more edges than this could not be read. */
const KEYS_UP_TO = 60;
/** Among more exchanges and queues than this, what ties everything together is left out or ignored. */
const FEW = 150;

/** Whether all of it may be tied together by consumers and dead letters, and still be read. */
export const isFew = ({ exchanges, queues }: FlowGraph) => exchanges.length + queues.length <= FEW;

/** Nodes and edges of the interactive graph: exchange → queue → consumer. Places are not known here. */
export function elementsOf(
  graph: FlowGraph,
  topology: TopologyView,
  opened: string | null,
): { nodes: GraphNode[]; edges: Edge[] } {
  const exchanges = new Map(topology.exchanges.map((it) => [it.name, it]));
  const queues = new Map(topology.queues?.map((it) => [it.name, it]));
  const drawn = new Set(graph.queues.map((it) => it.name));
  const nodes: GraphNode[] = [];
  const add = (id: string, facts: Facts) => {
    const [width, height] = SIZE[facts.kind];
    nodes.push({
      id,
      type: "place",
      position: { x: 0, y: 0 },
      width,
      height,
      data: { ...facts, opened: id === opened },
    });
  };
  const nothing = { type: null, coverage: null, perSecond: null, ready: null };
  for (const { name, type } of graph.exchanges) {
    const known = exchanges.get(name);
    add(`x:${name}`, {
      ...nothing,
      kind: "exchange",
      name,
      type,
      coverage: known?.coverage?.coverage ?? null,
      perSecond: known?.inPerSecond ?? null,
    });
  }
  for (const { name } of graph.queues) {
    const known = queues.get(name);
    add(`q:${name}`, {
      ...nothing,
      kind: "queue",
      name,
      ready: known?.ready ?? null,
      perSecond: known?.deliverPerSecond ?? null,
    });
  }
  const keyed = graph.edges.length <= KEYS_UP_TO;
  const edges: Edge[] = graph.edges.map((edge) => {
    const [source, target] = [
      `${edge.fromKind[0] === "e" ? "x" : "q"}:${edge.from}`,
      `${edge.toKind[0] === "e" ? "x" : "q"}:${edge.to}`,
    ];
    const keys = edge.keys.filter((key) => key !== "");
    const label =
      keys.slice(0, 2).map(makeVisible).join(", ") + (keys.length > 2 ? ` +${keys.length - 2}` : "");
    return {
      id: `${edge.kind}:${source}>${target}`,
      source,
      target,
      className: `edge-${edge.kind}`,
      ...(keyed && label !== "" && { label }),
    };
  });
  // A service that takes from everywhere ties all parts into one that nobody could read: the details name it anyway.
  const few = isFew(graph);
  const services = (few && topology.consumers?.filter((it) => drawn.has(it.queue))) || [];
  for (const service of new Set(services.map((it) => it.service))) {
    add(`c:${service}`, { ...nothing, kind: "consumer", name: service });
  }
  for (const { queue, service } of services) {
    edges.push({
      id: `consumer:${queue}>${service}`,
      source: `q:${queue}`,
      target: `c:${service}`,
      className: "edge-consumer",
    });
  }
  return { nodes, edges };
}
