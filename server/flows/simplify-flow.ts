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
  // Towards where sagas begin, and towards an end; what was gone before leads where it led.
  const directions = [
    { ways: into, next: "from", gone: new Set<Place>() },
    { ways: outOf, next: "to", gone: new Set<Place>() },
  ] as const;
  const keep = (type: Place) => {
    const waiting = [type];
    for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
      kept.add(one);
      for (const { ways, next, gone } of directions) {
        for (let at = one, edge = ways.get(at); edge && !gone.has(at); edge = ways.get(at)) {
          gone.add(at);
          backbone.add(edge);
          at = edge[next];
          // What is passed on the way begins and ends for itself.
          if (!kept.has(at)) waiting.push(at);
        }
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
  const leaving = new Map<Place, number[]>();
  for (const [index, edge] of byCount.entries()) {
    const known = leaving.get(edge[near]);
    if (known) known.push(index);
    else leaving.set(edge[near], [index]);
  }
  const reached = new Set<Place>();
  const ways = new Map<Place, FlowEdge>();
  // The most frequent way within reach is the one with the lowest index.
  const within = new Lowest();
  const reach = (place: Place) => {
    reached.add(place);
    for (const index of leaving.get(place) ?? []) within.push(index);
  };
  for (const root of roots) if (!reached.has(root)) reach(root);
  for (let index = within.pop(); index !== undefined; index = within.pop()) {
    const edge = byCount[index]!;
    if (reached.has(edge[far])) continue;
    ways.set(edge[far], edge);
    reach(edge[far]);
  }
  return ways;
}

/** Numbers of which the lowest comes first: a binary heap. */
class Lowest {
  readonly #heap: number[] = [];

  push(value: number): void {
    const heap = this.#heap;
    let at = heap.push(value) - 1;
    for (let above = (at - 1) >> 1; at > 0 && heap[above]! > value; above = (at - 1) >> 1) {
      heap[at] = heap[above]!;
      at = above;
    }
    heap[at] = value;
  }

  pop(): number | undefined {
    const heap = this.#heap;
    const lowest = heap[0];
    const value = heap.pop();
    if (value === undefined || heap.length === 0) return lowest;
    let at = 0;
    for (let below = 1; below < heap.length; below = 2 * at + 1) {
      if (below + 1 < heap.length && heap[below + 1]! < heap[below]!) below++;
      if (heap[below]! >= value) break;
      heap[at] = heap[below]!;
      at = below;
    }
    heap[at] = value;
    return lowest;
  }
}
