import { describe, expect, it } from "vitest";
import { compareFlows } from "./compare-flows";
import type { FlowEdge, FlowGraph } from "./flow";

const edge = (from: string, to: string, fields: Partial<FlowEdge> = {}): FlowEdge => ({
  from,
  to,
  count: 100,
  inferred: 0,
  share: 1,
  p50Ms: 100,
  p95Ms: 400,
  deadLetterRate: 0,
  ...fields,
});
const graph = (...edges: FlowEdge[]): FlowGraph => ({ nodes: [], edges, starts: [], ends: [] });

describe("two periods", () => {
  it("differ by ways that are new, gone, slower, faster, or on which more dies: the most changed first", () => {
    const before = graph(
      edge("Placed", "Paid"),
      edge("Paid", "Shipped"),
      edge("Paid", "Refunded", { share: 0.1 }),
      edge("Shipped", "Delivered", { p95Ms: 900 }),
      edge("Placed", "Cancelled"),
    );
    const after = graph(
      edge("Placed", "Paid", { p95Ms: 1_600 }),
      edge("Paid", "Shipped", { deadLetterRate: 0.05 }),
      edge("Paid", "Reviewed", { share: 0.4 }),
      edge("Shipped", "Delivered", { p95Ms: 300 }),
      edge("Placed", "Cancelled", { count: 7_000, p95Ms: 420 }),
    );
    expect(compareFlows(before, after).map(({ from, to, changes }) => [from, to, changes])).toEqual([
      ["Paid", "Reviewed", ["new"]],
      ["Paid", "Refunded", ["gone"]],
      ["Placed", "Paid", ["slower"]],
      ["Shipped", "Delivered", ["faster"]],
      ["Paid", "Shipped", ["deadLetters"]],
      ["Placed", "Cancelled", []],
    ]);
  });

  it("are not said to differ where there are too few, or where nothing was measured", () => {
    const few = { count: 19 };
    const before = graph(edge("a", "b", few), edge("b", "c", { p95Ms: null }));
    const after = graph(
      edge("a", "b", { ...few, p95Ms: 90_000, deadLetterRate: 1 }),
      edge("b", "c", { p95Ms: 5 }),
    );
    expect(compareFlows(before, after).flatMap(({ changes }) => changes)).toEqual([]);
  });

  it("are the same where they are", () => {
    const one = graph(edge("a", "b"), edge("b", "a"));
    expect(compareFlows(one, one).map(({ weight }) => weight)).toEqual([0, 0]);
    expect(compareFlows(graph(), graph())).toEqual([]);
  });
});
