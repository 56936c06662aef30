import dagre from "@dagrejs/dagre";
import { type Point, READABLE, type Size, zoomToFit } from "@/components/diagrams/first-view";

/** Where everything of a flow map stands. Pure, and the dear part: computed when the structure changes, not with every number. */

export interface LaidNode {
  id: string;
  width: number;
  height: number;
}

export interface LaidEdge {
  id: string;
  from: string;
  to: string;
  /** Room for what is written on it. */
  width: number;
  height: number;
}

export interface Layout {
  /** Upper left corners, by id. */
  nodes: ReadonlyMap<string, Point>;
  /** The line of each edge, and the middle of what is written on it. */
  edges: ReadonlyMap<string, { points: readonly Point[]; label: Point }>;
  width: number;
  height: number;
}

/** From so many nodes on the exact ranker takes seconds. */
const EXACT_UP_TO = 80;

export type Direction = "TB" | "LR";

/** Layers from the top down, or from left to right; edges go round the nodes, and have room for their numbers. */
export function layOutFlow(
  nodes: readonly LaidNode[],
  edges: readonly LaidEdge[],
  rankdir: Direction = "TB",
): Layout {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  const ranker = nodes.length > EXACT_UP_TO ? "longest-path" : "network-simplex";
  const apart =
    rankdir === "TB" ? { nodesep: 26, edgesep: 12, ranksep: 40 } : { nodesep: 30, edgesep: 14, ranksep: 22 };
  graph.setGraph({ rankdir, ...apart, ranker, marginx: 16, marginy: 24 });
  for (const { id, width, height } of nodes) graph.setNode(id, { width, height });
  for (const { id, from, to, width, height } of edges)
    graph.setEdge(from, to, { width, height, labelpos: "c" }, id);
  dagre.layout(graph);
  const places = new Map<string, Point>();
  for (const { id, width, height } of nodes) {
    const { x, y } = graph.node(id);
    places.set(id, { x: x - width / 2, y: y - height / 2 });
  }
  const lines = new Map<string, { points: readonly Point[]; label: Point }>();
  for (const { id, from, to } of edges) {
    const edge = graph.edge({ v: from, w: to, name: id }) as { points: Point[]; x?: number; y?: number };
    const middle = edge.points[Math.floor(edge.points.length / 2)]!;
    lines.set(id, { points: edge.points, label: { x: edge.x ?? middle.x, y: edge.y ?? middle.y } });
  }
  const { width = 0, height = 0 } = graph.graph();
  return { nodes: places, edges: lines, width, height };
}

/** The better of both directions for a view. Down is scrolled by the wheel: it is preferred where both are as good. */
export function layOutFor(nodes: readonly LaidNode[], edges: readonly LaidEdge[], view: Size): Layout {
  const down = layOutFlow(nodes, edges, "TB");
  if (zoomToFit(down, view) >= READABLE || nodes.length > EXACT_UP_TO) return down;
  const across = layOutFlow(nodes, edges, "LR");
  return zoomToFit(across, view) > zoomToFit(down, view) * 1.25 ? across : down;
}

/** A smooth line through points, as the path of an SVG. */
export function lineThrough(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first) return "";
  let path = `M${at(first)}`;
  rest.forEach((point, i) => {
    const next = rest[i + 1];
    if (!next) path += `L${at(point)}`;
    else path += `Q${at(point)} ${at({ x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 })}`;
  });
  return path;
}

const at = ({ x, y }: Point) => `${Math.round(x * 10) / 10},${Math.round(y * 10) / 10}`;
