import { describe, expect, it } from "vitest";
import { boxesOf, elementsOf, focusOf } from "./flow-elements";
import { layOutFlow, layOutFor } from "./flow-layout";

const chain = (types: number) => {
  const names = Array.from({ length: types }, (_, i) => `Type${i}`);
  const edge = { count: 1, inferred: 0, share: 1, p50Ms: 1, p95Ms: 2, deadLetterRate: 0 };
  return {
    nodes: names.map((type) => ({ type, count: 1, dead: 0 })),
    edges: names.slice(1).map((to, i) => ({ from: names[i]!, to, ...edge })),
    starts: [{ type: names[0]!, count: 1 }],
    ends: [{ type: names.at(-1)!, count: 1 }],
  };
};
const boxes = (types: number) => {
  const { nodes, edges } = elementsOf(chain(types), null);
  return boxesOf(nodes, edges);
};

describe("a flow map", () => {
  it("runs a long chain down, unless it fits far better across", () => {
    const { laidNodes, laidEdges } = boxes(10);
    const down = layOutFor(laidNodes, laidEdges, { width: 1_200, height: 640 });
    expect(down.height).toBeGreaterThan(down.width);
    const across = layOutFor(laidNodes, laidEdges, { width: 3_400, height: 200 });
    expect(across.width).toBeGreaterThan(across.height);
  });

  it("begins where most sagas begin, and follows what is opened", () => {
    const graph = chain(10);
    const { laidNodes, laidEdges } = boxes(10);
    const layout = layOutFlow(laidNodes, laidEdges);
    expect(focusOf(graph, null, layout).y).toBe(0);
    expect(focusOf(graph, { type: "Type9" }, layout).y).toBe(layout.nodes.get("t:Type9")!.y);
    expect(focusOf(graph, { type: "Type9", before: "Type8" }, layout)).toEqual(
      layout.edges.get(JSON.stringify(["Type8", "Type9"]))!.label,
    );
  });
});
