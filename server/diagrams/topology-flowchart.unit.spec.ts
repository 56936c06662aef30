import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mermaidText } from "./mermaid-text";
import { anyName, HOSTILE } from "./testing/hostile-names";
import { topologyFlowchart } from "./topology-flowchart";
import { flowGraph, type TopologyFacts } from "./topology-graph";

const exchange = (name: string, more: Partial<TopologyFacts["exchanges"][number]> = {}) => ({
  name,
  type: "topic",
  alternate: null,
  observed: true,
  own: false,
  ...more,
});
const queue = (name: string, more: Partial<TopologyFacts["queues"][number]> = {}) => ({
  name,
  own: false,
  deadLetterExchange: null,
  deadLetterKey: null,
  ...more,
});
const binding = (source: string, destination: string, key = "", toExchange = false) => ({
  source,
  destination,
  key,
  toExchange,
});

const shop: TopologyFacts = {
  exchanges: [
    exchange("orders", { alternate: "lost" }),
    exchange("lost", { type: "fanout" }),
    exchange("hash", { type: "x-consistent-hash", observed: false }),
    exchange("", { type: "direct" }),
    exchange("amq.topic"),
    exchange("sillage.tap", { type: "fanout", own: true }),
  ],
  queues: [
    queue("billing", { deadLetterExchange: "", deadLetterKey: "parked" }),
    queue("parked"),
    queue("mail"),
    queue("sillage.audit", { own: true }),
  ],
  bindings: [
    binding("orders", "billing", "order.paid"),
    binding("orders", "billing", "order.placed"),
    binding("orders", "mail", "order.*"),
    binding("orders", "sillage.tap", "#", true),
    binding("sillage.tap", "sillage.audit"),
    binding("", "billing", "billing"),
    binding("", "mail", "mail"),
  ],
};

describe("the flowchart of a topology", () => {
  it("shows exchanges, queues, keys, alternate and dead-letter ways, and no plumbing", () => {
    expect(topologyFlowchart(shop)).toBe(
      [
        "flowchart LR",
        '  x0{{"hash<br/>x-consistent-hash"}}:::unobserved',
        '  x1{{"lost<br/>fanout"}}',
        '  x2{{"orders<br/>topic"}}',
        '  q0[("billing")]',
        '  q1[("mail")]',
        '  q2[("parked")]',
        '  x2 -.->|"alternate"| x1',
        '  x2 -->|"order.paid<br/>order.placed"| q0',
        '  x2 -->|"order.#42;"| q1',
        '  q0 -.->|"dead letters"| q2',
        "  classDef unobserved stroke-dasharray: 4 3",
        "",
      ].join("\n"),
    );
  });

  it("is the same text for the same topology in any order", () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...shop.exchanges], { minLength: 6 }),
        fc.shuffledSubarray([...shop.queues], { minLength: 4 }),
        fc.shuffledSubarray([...shop.bindings], { minLength: 7 }),
        (exchanges, queues, bindings) => {
          expect(topologyFlowchart({ exchanges, queues, bindings })).toBe(topologyFlowchart(shop));
        },
      ),
    );
  });

  it("keeps to the neighbourhood of what is focused", () => {
    const names = (focus: { kind: "exchange" | "queue"; name: string }) => {
      const graph = flowGraph(shop, { focus });
      return [...graph.exchanges, ...graph.queues].map((node) => node.name);
    };
    expect(names({ kind: "queue", name: "mail" })).toEqual(["orders", "mail"]);
    expect(names({ kind: "queue", name: "parked" })).toEqual(["billing", "parked"]);
    expect(names({ kind: "exchange", name: "orders" })).toEqual(["lost", "orders", "billing", "mail"]);
  });

  it("draws queues with the same bindings as one when there are many", () => {
    const queues = Array.from({ length: 300 }, (_, index) => queue(`q${String(index).padStart(3, "0")}`));
    const exchanges = Array.from({ length: 100 }, (_, index) => exchange(`x${index}`));
    const bindings = queues.map((it, index) => binding(`x${index % 100}`, it.name, "k"));
    const text = topologyFlowchart({ exchanges, queues, bindings });
    expect(text.match(/\+ 2 queues/g)).toHaveLength(100);
    expect(text.match(/-->/g)).toHaveLength(100);
  });
});

/** A line of a flowchart as we write them: the quoted parts hold nothing but plain characters and entities. */
const LABEL = '"(?:[\\p{L}\\p{N} .,/@+]|(?<=[\\p{L}\\p{N}])[-_](?=[\\p{L}\\p{N}])|#\\d+;|<br/>)*"';
const LINES = [
  /^flowchart LR$/,
  new RegExp(`^ {2}x\\d+\\{\\{${LABEL}\\}\\}(:::unobserved)?$`, "u"),
  new RegExp(`^ {2}q\\d+\\[\\(${LABEL}\\)\\]$`, "u"),
  new RegExp(`^ {2}[xq]\\d+ -->(\\|${LABEL}\\|)? [xq]\\d+$`, "u"),
  new RegExp(`^ {2}[xq]\\d+ -\\.->(\\|${LABEL}\\|)? [xq]\\d+$`, "u"),
  /^ {2}classDef unobserved stroke-dasharray: 4 3$/,
  /^$/,
];

const withName = (name: string): TopologyFacts => ({
  exchanges: [exchange(name, { type: name, alternate: name }), exchange("b", { observed: false })],
  queues: [queue(name, { deadLetterExchange: name })],
  bindings: [binding(name, name, name), binding("b", name, name), binding(name, "b", name, true)],
});

const strange = (name: string) =>
  topologyFlowchart(withName(name))
    .split("\n")
    .filter((line) => !LINES.some((pattern) => pattern.test(line)));

describe("hostile names", () => {
  it.each(HOSTILE)("%j stays a label", (name) => {
    expect(strange(name)).toEqual([]);
  });

  it("any name stays a label", () => {
    fc.assert(fc.property(anyName, (text) => strange(text).length === 0));
  });

  it("writes out what nobody can see", () => {
    expect(mermaidText("a\u202Eb")).toBe("a#10216;U#43;202E#10217;b");
  });

  it("cuts what nobody would read", () => {
    expect(mermaidText("x".repeat(255))).toBe(`${"x".repeat(59)}#8230;`);
  });
});
