import dagre from "@dagrejs/dagre";

/** Where the nodes of a graph stand. Pure, and the dear part: computed when the structure changes, not every refresh. */

export interface LayoutNode {
  id: string;
  width: number;
  height: number;
}

export interface LayoutEdge {
  from: string;
  to: string;
}

export type Places = ReadonlyMap<string, { x: number; y: number }>;

const GAP = 48;

/**
 * Layers from left to right, each connected part by itself, the parts packed beside each other: one tall column of
 * hundreds of nodes could not be read at any zoom.
 */
export function layOut(nodes: readonly LayoutNode[], edges: readonly LayoutEdge[]): Places {
  const parts = connectedParts(nodes, edges).map((part) => layOutPart(part.nodes, part.edges));
  parts.sort((a, b) => b.height - a.height || b.width - a.width);
  const area = parts.reduce((sum, part) => sum + (part.width + GAP) * (part.height + GAP), 0);
  const column = Math.max(parts[0]?.height ?? 0, Math.sqrt(area / 1.6));
  const places = new Map<string, { x: number; y: number }>();
  let [left, top, widest] = [0, 0, 0];
  for (const part of parts) {
    if (top > 0 && top + part.height > column) {
      left += widest + GAP * 2;
      [top, widest] = [0, 0];
    }
    for (const [id, { x, y }] of part.places) places.set(id, { x: left + x, y: top + y });
    top += part.height + GAP;
    widest = Math.max(widest, part.width);
  }
  return places;
}

function layOutPart(nodes: readonly LayoutNode[], edges: readonly LayoutEdge[]) {
  const graph = new dagre.graphlib.Graph();
  // The exact ranker takes seconds on hundreds of nodes, and its result is no easier to read.
  graph.setGraph({ rankdir: "LR", nodesep: 10, ranksep: 90, ranker: "longest-path" });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id, width, height } of nodes) graph.setNode(id, { width, height });
  for (const { from, to } of edges) graph.setEdge(from, to);
  dagre.layout(graph);
  const places = new Map<string, { x: number; y: number }>();
  let [width, height] = [0, 0];
  for (const node of nodes) {
    const { x, y } = graph.node(node.id);
    places.set(node.id, { x: x - node.width / 2, y: y - node.height / 2 });
    width = Math.max(width, x + node.width / 2);
    height = Math.max(height, y + node.height / 2);
  }
  return { places, width, height };
}

function connectedParts(nodes: readonly LayoutNode[], edges: readonly LayoutEdge[]) {
  const parent = new Map(nodes.map((node) => [node.id, node.id]));
  const root = (id: string): string => {
    let at = id;
    while (parent.get(at) !== at) at = parent.get(at)!;
    parent.set(id, at);
    return at;
  };
  for (const { from, to } of edges) parent.set(root(from), root(to));
  const parts = new Map<string, { nodes: LayoutNode[]; edges: LayoutEdge[] }>();
  for (const node of nodes) {
    const key = root(node.id);
    const part = parts.get(key) ?? { nodes: [], edges: [] };
    part.nodes.push(node);
    parts.set(key, part);
  }
  for (const edge of edges) parts.get(root(edge.from))!.edges.push(edge);
  return [...parts.values()];
}
