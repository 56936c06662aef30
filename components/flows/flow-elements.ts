import type { Edge, Node } from "@xyflow/react";
import type { Point } from "@/components/diagrams/first-view";
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
  kind: "type" | "outside";
  type: string;
  count: number;
  dead: number;
  /** Sagas that begin, and that end with it. */
  starts: number;
  ends: number;
  /** What of it is opened. */
  opened: "type" | "start" | "end" | null;
};
export type FlowNodeElement = Node<NodeFacts>;

export type EdgeFacts = {
  way: OpenedWay | null;
  count: number;
  share: number;
  p50Ms: number | null;
  p95Ms: number | null;
  deadLetterRate: number;
  inferred: boolean;
  /** Pixels. */
  width: number;
  opened: boolean;
};
export type FlowEdgeElement = Edge<EdgeFacts>;

const OUTSIDE = "outside";
const idOf = (type: string | null) => (type === null ? OUTSIDE : `t:${type}`);

const HEIGHT = 56;
/** Room for two lines of numbers on an edge. */
export const LABEL = { width: 132, height: 34 };

/** Pixels of a figure or a letter in the line of numbers, of its longest word ("événements"), and of what died. */
const NUMBERS = { character: 6.5, word: 72, dead: 66 };

/** Wide enough for its name, where that is not very long, and for its numbers; about, for nothing can be measured before it is drawn. */
const widthOf = (type: string, count: number, dead: number) => {
  const capitals = type.match(/\p{Lu}/gu)?.length ?? 0;
  const name = [...type].length * 7.5 + capitals * 2 + 32;
  const figures = Math.ceil(String(count).length * 1.3);
  const numbers = figures * NUMBERS.character + NUMBERS.word + (dead > 0 ? NUMBERS.dead : 0) + 26;
  return Math.ceil(Math.max(152, numbers, Math.min(288, name)));
};

export const sameWay = (a: OpenedWay | null, b: OpenedWay | null) =>
  a !== null &&
  b !== null &&
  a.type === b.type &&
  a.before === b.before &&
  Boolean(a.last) === Boolean(b.last);

/** Nodes and edges of the drawn map. Places are not known here. */
export function elementsOf(
  graph: FlowGraph,
  opened: OpenedWay | null,
): { nodes: FlowNodeElement[]; edges: FlowEdgeElement[] } {
  const starts = new Map(graph.starts.map(({ type, count }) => [type, count]));
  const ends = new Map(graph.ends.map(({ type, count }) => [type, count]));
  const isOpen = (way: OpenedWay) => sameWay(way, opened);
  const nodes: FlowNodeElement[] = graph.nodes.map(({ type, count, dead }) => ({
    id: idOf(type),
    type: "place",
    position: { x: 0, y: 0 },
    width: widthOf(type, count, dead),
    height: HEIGHT,
    data: {
      kind: "type",
      type,
      count,
      dead,
      starts: starts.get(type) ?? 0,
      ends: ends.get(type) ?? 0,
      opened: isOpen({ type })
        ? "type"
        : isOpen({ type, before: "" })
          ? "start"
          : isOpen({ type, last: true })
            ? "end"
            : null,
    },
  }));
  if (graph.edges.some(({ from, to }) => from === null || to === null)) {
    const data = { kind: "outside" as const, type: "", count: 0, dead: 0, starts: 0, ends: 0, opened: null };
    nodes.push({ id: OUTSIDE, type: "place", position: { x: 0, y: 0 }, width: 168, height: 40, data });
  }
  const most = Math.max(1, ...graph.edges.map(({ count }) => count));
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
        // By the root: a way that a hundredth take can still be seen beside one that all take.
        width: 1.25 + 2.75 * Math.sqrt(count / most),
        opened: isOpen(way),
      },
    };
  });
  return { nodes, edges };
}

/** What the layout has to know of them. */
export function boxesOf(nodes: readonly FlowNodeElement[], edges: readonly FlowEdgeElement[]) {
  const laidNodes: LaidNode[] = nodes.map(({ id, width, height }) => ({
    id,
    width: width!,
    height: height!,
  }));
  const laidEdges: LaidEdge[] = edges.map(({ id, source, target }) => ({
    id,
    from: source,
    to: target,
    ...LABEL,
  }));
  return { laidNodes, laidEdges };
}

/** The middle of what is opened, else of where most sagas begin: what a map is looked at first by. */
export function focusOf(graph: FlowGraph, opened: OpenedWay | null, layout: Layout): Point {
  const way =
    typeof opened?.before === "string" && opened.before !== ""
      ? layout.edges.get(JSON.stringify([opened.before, opened.type]))?.label
      : undefined;
  const [first] = graph.starts.toSorted((a, b) => b.count - a.count);
  const place = layout.nodes.get(idOf(opened?.type ?? first?.type ?? graph.nodes[0]?.type ?? null));
  return way ?? { x: (place?.x ?? 0) + 90, y: opened === null ? 0 : (place?.y ?? 0) };
}

/** A line as it was laid out, for the component that draws it. */
export type DrawnLine = Layout["edges"] extends ReadonlyMap<string, infer Line> ? Line : never;
