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
  /** Pixels of what is written on it. */
  label: number;
}

export interface Layout {
  /** Upper left corners, by id. */
  places: ReadonlyMap<string, { x: number; y: number }>;
  width: number;
  height: number;
}

const GAP = 40;
const MARGIN = 16;
/** From so many nodes on the exact ranker takes seconds, and its result is no easier to read. */
const EXACT_UP_TO = 160;
/** Between layers; more where keys are written on the lines, up to so much. */
const APART = { least: 72, most: 180 };

/**
 * Layers from left to right, each connected part by itself, the parts beside each other in rows as wide as there is room:
 * the higher first, so that the parts of a row are about as high. What does not fit is below, where the wheel leads.
 * @param room pixels at a zoom of 1
 */
export function layOut(nodes: readonly LayoutNode[], edges: readonly LayoutEdge[], room: number): Layout {
  const parts = connectedParts(nodes, edges).map((part) => layOutPart(part.nodes, part.edges));
  parts.sort((a, b) => b.height - a.height || b.width - a.width);
  const places = new Map<string, { x: number; y: number }>();
  let [left, top, highest, widest] = [MARGIN, MARGIN, 0, 0];
  for (const part of parts) {
    if (left > MARGIN && left + part.width + MARGIN > room) {
      top += highest + GAP;
      [left, highest] = [MARGIN, 0];
    }
    for (const [id, { x, y }] of part.places) places.set(id, { x: left + x, y: top + y });
    widest = Math.max(widest, left + part.width);
    left += part.width + GAP * 2;
    highest = Math.max(highest, part.height);
  }
  return { places, width: widest + MARGIN, height: top + highest + MARGIN };
}

function layOutPart(nodes: readonly LayoutNode[], edges: readonly LayoutEdge[]) {
  const graph = new dagre.graphlib.Graph();
  const longest = edges.reduce((most, { label }) => Math.max(most, label), 0);
  const ranksep = Math.min(APART.most, Math.max(APART.least, longest + 40));
  const ranker = nodes.length > EXACT_UP_TO ? "longest-path" : "network-simplex";
  graph.setGraph({ rankdir: "LR", nodesep: 10, ranksep, ranker });
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
