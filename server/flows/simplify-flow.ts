import type { FlowEdge, FlowGraph } from "./flow";

/** How much of a graph is wanted: shares of its types, and of the ways between them, the most frequent first; between 0 and 1. */
export interface Detail {
  activities: number;
  connections: number;
}

/** What is left of a graph, and how much was left out. */
export interface Simplified extends FlowGraph {
  hidden: { nodes: number; edges: number };
}

/** A type; null is what lies outside of what the reader may see: it stays wherever something leads to it. */
type Place = string | null;

/**
 * A graph with only the most frequent types and ways. What is left hangs together: whatever a saga reaches in the whole graph from
 * where sagas begin, it reaches in this one, and comes from there to an end, by the ways that most take. Pure.
 */
export function simplifyFlow(graph: FlowGraph, { activities, connections }: Detail): Simplified {
  const { nodes, edges, starts, ends } = graph;
  const byCount = edges.toSorted((a, b) => b.count - a.count);
  const outside: Place[] = edges.some(({ from, to }) => from === null || to === null) ? [null] : [];
  const into = strongestWays(byCount, [...starts.map(({ type }) => type), ...outside], "from", "to");
  const outOf = strongestWays(byCount, [...ends.map(({ type }) => type), ...outside], "to", "from");

  const kept = new Set<Place>(outside);
  const backbone = new Set<FlowEdge>();
  const keep = (type: Place) => {
    kept.add(type);
    // Towards where sagas begin, and towards an end.
    for (const [ways, next] of [
      [into, "from"],
      [outOf, "to"],
    ] as const) {
      for (let at = type, edge = ways.get(at); edge; edge = ways.get(at)) {
        backbone.add(edge);
        at = edge[next];
        // What is passed on the way begins and ends for itself.
        if (!kept.has(at)) keep(at);
      }
    }
  };
  const most = nodes.toSorted((a, b) => b.count - a.count).slice(0, atLeastOne(activities, nodes.length));
  for (const { type } of most) if (!kept.has(type)) keep(type);

  const possible = byCount.filter(({ from, to }) => kept.has(from) && kept.has(to));
  const frequent = new Set(possible.slice(0, atLeastOne(connections, possible.length)));
  const left = edges.filter((edge) => backbone.has(edge) || frequent.has(edge));
  const stays = ({ type }: { type: string }) => kept.has(type);
  const shown = nodes.filter(stays);
  return {
    nodes: shown,
    edges: left,
    starts: starts.filter(stays),
    ends: ends.filter(stays),
    hidden: { nodes: nodes.length - shown.length, edges: edges.length - left.length },
  };
}

const atLeastOne = (share: number, of: number) => Math.max(Math.min(1, of), Math.ceil(share * of));

/**
 * For each place that is reached from some others, the way by which it is: a tree in which the rarest way on each path is as frequent
 * as it can be.
 */
function strongestWays(
  byCount: readonly FlowEdge[],
  roots: readonly Place[],
  near: "from" | "to",
  far: "from" | "to",
): Map<Place, FlowEdge> {
  const reached = new Set<Place>(roots);
  const ways = new Map<Place, FlowEdge>();
  const waiting = new Set(byCount);
  for (let found = true; found; ) {
    found = false;
    for (const edge of waiting) {
      if (!reached.has(edge[near])) continue;
      waiting.delete(edge);
      if (reached.has(edge[far])) continue;
      reached.add(edge[far]);
      ways.set(edge[far], edge);
      // A more frequent way may have come within reach.
      found = true;
      break;
    }
  }
  return ways;
}
