import { describe, expect, it } from "vitest";
import { exampleSaga, longSaga, sagaOf } from "./example-saga";
import { stateRows } from "./state-rows";
import { treeOf } from "./step-tree";
import { streamsThen } from "./streams-then";
import { timelineModel } from "./timeline/timeline-model";

const modelOf = (detail = exampleSaga()) => timelineModel(detail, detail.asOf);

describe("the tree of causes", () => {
  it("has every event once, each after its cause, and goes deeper only where there are several effects", () => {
    const lines = treeOf(
      modelOf(
        sagaOf([
          { ms: 0, type: "A" },
          { ms: 1, type: "B" },
          { ms: 2, type: "C", beforeId: "2" },
          { ms: 3, type: "D", beforeId: "2" },
          { ms: 4, type: "E", beforeId: "3" },
          { ms: 5, type: "F", beforeId: null },
        ]),
      ),
    );
    expect(lines.map(({ event, depth }) => `${depth}${event.step.type}`)).toEqual([
      "0A",
      "0B",
      "1C",
      "1E",
      "1D",
      "0F",
    ]);
  });
  it("ends though events name each other, and keeps those whose cause is not shown", () => {
    const circle = sagaOf([
      { ms: 0, type: "A", beforeId: "2", link: "causation" },
      { ms: 1, type: "B", beforeId: "1" },
      { ms: 2, type: "C", beforeId: "99" },
    ]);
    expect(treeOf(modelOf(circle)).map(({ event }) => event.step.type)).toEqual(["A", "B", "C"]);
    expect(treeOf(modelOf(longSaga(5_000)))).toHaveLength(5_000);
  });
});

describe("the streams of a moment", () => {
  it("stand where the last event by then left each of them", () => {
    const { events } = modelOf();
    expect(streamsThen(events, 0)).toEqual({
      streams: [{ streamId: "Order-1", version: 1 }],
      changed: "Order-1",
      left: 0,
    });
    // A command has no stream.
    expect(streamsThen(events, 1)).toMatchObject({
      streams: [{ streamId: "Order-1", version: 1 }],
      changed: null,
    });
    const { streams, changed } = streamsThen(events, 6);
    expect(changed).toBe("Order-1");
    expect(streams).toEqual([
      { streamId: "Order-1", version: 7 },
      { streamId: "Payment-3", version: 6 },
      { streamId: "Stock-7", version: 3 },
    ]);
  });
  it("are twenty at most", () => {
    const many = sagaOf(
      Array.from({ length: 30 }, (_, n) => ({ ms: n, type: "T", streamId: `S-${n}`, streamSeq: 1 })),
    );
    const then = streamsThen(modelOf(many).events, 29);
    expect([then.streams.length, then.left]).toEqual([20, 10]);
  });
});

describe("a state", () => {
  it("is told value by value, with what was changed, added and removed", () => {
    const rows = stateRows({
      state: JSON.stringify({ status: "paid", lines: [{ sku: "lamp" }], note: null, late: { by: 3 } }),
      changes: [
        { path: "status", before: '"placed"', after: '"paid"' },
        { path: "lines.0", before: null, after: '{"sku":"lamp"}' },
        { path: "late", before: "false", after: '{"by":3}' },
        { path: "gift", before: "true", after: null },
      ],
    });
    expect(rows).toEqual([
      { path: "status", value: '"paid"', before: '"placed"' },
      { path: "lines.0.sku", value: '"lamp"', before: null },
      { path: "note", value: "null" },
      { path: "late", value: null, before: "false" },
      { path: "late.by", value: "3", before: null },
      { path: "gift", value: null, before: "true" },
    ]);
  });
});
