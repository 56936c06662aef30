import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FlowEdge, FlowGraph } from "./flow";
import { simplifyFlow } from "./simplify-flow";

const NAMES = ["a", "b", "c", "d", "e", "f", "g", "h"];
const name = fc.constantFrom(...NAMES);
const count = fc.integer({ min: 1, max: 50 });
const counted = fc.uniqueArray(fc.record({ type: name, count }), { selector: (it) => it.type, maxLength: 3 });
const graphs: fc.Arbitrary<FlowGraph> = fc
  .record({
    pairs: fc.uniqueArray(fc.record({ from: fc.option(name), to: fc.option(name), count }), {
      selector: ({ from, to }) => JSON.stringify([from, to]),
      maxLength: 24,
    }),
    counts: fc.array(count, { minLength: NAMES.length, maxLength: NAMES.length }),
    starts: counted,
    ends: counted,
  })
  .map(({ pairs, counts, starts, ends }) => ({
    nodes: NAMES.map((type, i) => ({ type, count: counts[i]!, dead: 0 })),
    edges: pairs
      .filter(({ from, to }) => from !== null || to !== null)
      .map((it): FlowEdge => ({ ...it, inferred: 0, share: 1, p50Ms: 1, p95Ms: 1, deadLetterRate: 0 })),
    starts,
    ends,
  }));
const share = fc.double({ min: 0, max: 1, noNaN: true });

/** What is reached from the starts, or, the other way round, what leads to an end. */
function reached({ edges, starts, ends }: FlowGraph, way: "on" | "back"): Set<string | null> {
  const all = new Set<string | null>((way === "on" ? starts : ends).map(({ type }) => type));
  if (edges.some(({ from, to }) => from === null || to === null)) all.add(null);
  for (let size = -1; size !== all.size; ) {
    size = all.size;
    for (const { from, to } of edges) {
      const [near, far] = way === "on" ? [from, to] : [to, from];
      if (all.has(near)) all.add(far);
    }
  }
  return all;
}

describe("a simplified flow map", () => {
  it("still leads from where sagas begin to each type that is left, and on to an end, where the whole one does", () => {
    fc.assert(
      fc.property(graphs, share, share, (graph, activities, connections) => {
        const simple = simplifyFlow(graph, { activities, connections });
        for (const way of ["on", "back"] as const) {
          const [before, after] = [reached(graph, way), reached(simple, way)];
          for (const { type } of simple.nodes) expect(after.has(type)).toBe(before.has(type));
        }
        const types = new Set<string | null>([null, ...simple.nodes.map(({ type }) => type)]);
        expect(simple.edges.every(({ from, to }) => types.has(from) && types.has(to))).toBe(true);
        expect(simple.nodes.length).toBeGreaterThanOrEqual(Math.ceil(activities * graph.nodes.length));
        expect(simple.hidden).toEqual({
          nodes: graph.nodes.length - simple.nodes.length,
          edges: graph.edges.length - simple.edges.length,
        });
      }),
    );
  });

  it("is the whole one where all is wanted", () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const { hidden, ...simple } = simplifyFlow(graph, { activities: 1, connections: 1 });
        expect([simple, hidden]).toEqual([graph, { nodes: 0, edges: 0 }]);
      }),
    );
  });

  it("leaves rare types and ways out, but for those that hold it together", () => {
    const edge = (from: string, to: string, count: number): FlowEdge => ({
      from,
      to,
      count,
      inferred: 0,
      share: 1,
      p50Ms: 1,
      p95Ms: 1,
      deadLetterRate: 0,
    });
    const node = (type: string, count: number) => ({ type, count, dead: 0 });
    const graph: FlowGraph = {
      nodes: [node("Loop", 90), node("Placed", 50), node("Door", 3), node("Odd", 1)],
      edges: [
        edge("Loop", "Loop", 85),
        edge("Placed", "Door", 3),
        edge("Door", "Loop", 3),
        edge("Placed", "Odd", 1),
      ],
      starts: [{ type: "Placed", count: 50 }],
      ends: [{ type: "Loop", count: 5 }],
    };
    const simple = simplifyFlow(graph, { activities: 0.25, connections: 0 });
    expect(simple.nodes.map(({ type }) => type)).toEqual(["Loop", "Placed", "Door"]);
    expect(simple.edges.map(({ from, to }) => [from, to])).toEqual([
      ["Loop", "Loop"],
      ["Placed", "Door"],
      ["Door", "Loop"],
    ]);
  });

  it("is made of thousands of types one after the other, where somebody writes ids into them", () => {
    const types = Array.from({ length: 20_000 }, (_, n) => `order.${n}.placed`);
    const nodes = types.map((type, n) => ({ type, count: n + 1, dead: 0 }));
    const edges = types.slice(1).map(
      (to, n): FlowEdge => ({
        from: types[n]!,
        to,
        count: n + 1,
        inferred: 0,
        share: 1,
        p50Ms: 1,
        p95Ms: 1,
        deadLetterRate: 0,
      }),
    );
    const graph = {
      nodes,
      edges,
      starts: [{ type: types[0]!, count: 1 }],
      ends: [{ type: types.at(-1)!, count: 1 }],
    };
    const simple = simplifyFlow(graph, { activities: 0, connections: 0 });
    expect(simple.edges).toHaveLength(19_999);
  });
});
