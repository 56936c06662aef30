import type { Edge, Node } from "@xyflow/react";
import type { FlowGraph } from "@/server/flows/flow";
import type { LaidEdge, LaidNode, Layout } from "./flow-layout";

/** What of the flow map somebody opened. `before` null: what lies outside of what the reader may see. */
export interface OpenedWay {
  type: string | null;
  /** The type before it: an edge; empty: the start. Undefined: the node. */
  before?: string | null | undefined;
  /** What sagas end with. */
  last?: boolean | undefined;
}

export type NodeFacts = {
  kind: "type" | "start" | "end" | "outside";
  type: string;
  count: number | null;
  dead: number;
  opened: boolean;
};
export type FlowNodeElement = Node<NodeFacts>;

export type EdgeFacts = {
  way: OpenedWay | null;
  count: number;
  share: number | null;
  p50Ms: number | null;
  p95Ms: number | null;
  deadLetterRate: number;
  inferred: boolean;
  /** Pixels. */
  width: number;
  opened: boolean;
};
export type FlowEdgeElement = Edge<EdgeFacts>;

const START = "start";
const END = "end";
const OUTSIDE = "outside";
const idOf = (type: string | null) => (type === null ? OUTSIDE : `t:${type}`);

const SIZE = { type: [184, 50], start: [72, 36], end: [72, 36], outside: [150, 40] } as const;
/** Room for two lines of numbers on an edge. */
const LABEL = [104, 30] as const;
const SMALL_LABEL = [44, 16] as const;

export const sameWay = (a: OpenedWay | null, b: OpenedWay | null) =>
  a !== null &&
  b !== null &&
  a.type === b.type &&
  a.before === b.before &&
  Boolean(a.last) === Boolean(b.last);

/** Nodes and edges of the drawn map, with where sagas begin and end. Places are not known here. */
export function elementsOf(
  graph: FlowGraph,
  opened: OpenedWay | null,
): { nodes: FlowNodeElement[]; edges: FlowEdgeElement[] } {
  const nodes: FlowNodeElement[] = [];
  const add = (id: string, facts: Omit<NodeFacts, "opened">, way: OpenedWay | null) => {
    const [width, height] = SIZE[facts.kind];
    const data = { ...facts, opened: sameWay(way, opened) };
    nodes.push({ id, type: "place", position: { x: 0, y: 0 }, width, height, data });
  };
  const nothing = { type: "", count: null, dead: 0 };
  if (graph.starts.length > 0) add(START, { ...nothing, kind: "start", count: sum(graph.starts) }, null);
  for (const { type, count, dead } of graph.nodes)
    add(idOf(type), { kind: "type", type, count, dead }, { type });
  if (graph.edges.some(({ from, to }) => from === null || to === null))
    add(OUTSIDE, { ...nothing, kind: "outside" }, null);
  if (graph.ends.length > 0) add(END, { ...nothing, kind: "end", count: sum(graph.ends) }, null);

  const most = Math.max(
    1,
    ...graph.edges.map(({ count }) => count),
    ...graph.starts.map(({ count }) => count),
  );
  // By the root: a way that a hundredth take can still be seen beside one that all take.
  const widthOf = (count: number) => 1.5 + 4.5 * Math.sqrt(count / most);
  const edges: FlowEdgeElement[] = graph.edges.map(({ from, to, count, inferred, ...numbers }) => {
    const way = { type: to, before: from };
    return {
      id: JSON.stringify([from, to]),
      source: idOf(from),
      target: idOf(to),
      type: "way",
      data: {
        ...numbers,
        way: to === null ? null : way,
        count,
        inferred: inferred * 2 > count,
        width: widthOf(count),
        opened: sameWay(way, opened),
      },
    };
  });
  const plain = { share: null, p50Ms: null, p95Ms: null, deadLetterRate: 0, inferred: false };
  for (const { type, count } of graph.starts) {
    const way = { type, before: "" };
    edges.push({
      id: `start ${type}`,
      source: START,
      target: idOf(type),
      type: "way",
      data: { ...plain, way, count, width: widthOf(count), opened: sameWay(way, opened) },
    });
  }
  for (const { type, count } of graph.ends) {
    const way = { type, last: true };
    edges.push({
      id: `end ${type}`,
      source: idOf(type),
      target: END,
      type: "way",
      data: { ...plain, way, count, width: widthOf(count), opened: sameWay(way, opened) },
    });
  }
  return { nodes, edges };
}

const sum = (list: readonly { count: number }[]) => list.reduce((total, { count }) => total + count, 0);

/** What the layout has to know of them. */
export function boxesOf(nodes: readonly FlowNodeElement[], edges: readonly FlowEdgeElement[]) {
  const laidNodes: LaidNode[] = nodes.map(({ id, width, height }) => ({
    id,
    width: width!,
    height: height!,
  }));
  const laidEdges: LaidEdge[] = edges.map(({ id, source, target, data }) => {
    const [width, height] = data!.share === null ? SMALL_LABEL : LABEL;
    return { id, from: source, to: target, width, height };
  });
  return { laidNodes, laidEdges };
}

/** A line as it was laid out, for the component that draws it. */
export type DrawnLine = Layout["edges"] extends ReadonlyMap<string, infer Line> ? Line : never;
