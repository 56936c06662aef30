// @vitest-environment happy-dom
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DIAGRAM_WORDS } from "./diagram-words";
import { type FlowFacts, flowFlowchart, MOST_TYPES, MOST_WAYS } from "./flow-flowchart";
import { durationText, shareText } from "./numbers";
import { participantsMap } from "./participants-map";
import { MOST_STATES, type StateFacts, stateDiagram } from "./state-diagram";
import { anyName } from "./testing/hostile-names";
import { expectHarmless, readAs } from "./testing/mermaid";
import { topologyFlowchart } from "./topology-flowchart";

const way = (from: string, to: string, count: number, more: Partial<FlowFacts["edges"][number]> = {}) => ({
  from,
  to,
  count,
  inferred: 0,
  share: 1,
  p95Ms: 1200,
  deadLetterRate: 0,
  ...more,
});
const flow: FlowFacts = {
  nodes: [
    { type: "order.placed", count: 1200, dead: 0 },
    { type: "order.paid", count: 1100, dead: 11 },
  ],
  edges: [
    way("order.placed", "order.paid", 1100, { share: 0.917, deadLetterRate: 0.01 }),
    way("order.paid", "order.paid", 3, { inferred: 3, share: 0.0027, p95Ms: null }),
  ],
  starts: [{ type: "order.placed", count: 1200 }],
  ends: [{ type: "order.paid", count: 1097 }],
};
const states: StateFacts = {
  transitions: [
    { from: null, to: "placed", count: 10 },
    { from: "placed", to: "paid", count: 9 },
  ],
  ends: [
    { type: "paid", count: 9 },
    { type: "placed", count: 1 },
  ],
  outside: 0,
  newestOnly: null,
};
const participants = {
  producers: [
    { producer: "shop", count: 12 },
    { producer: null, count: 3 },
  ],
  reactions: [
    { from: "shop", to: "mail", type: "order.placed", count: 10, inferred: 0 },
    { from: "shop", to: "mail", type: "order.paid", count: 2, inferred: 2 },
    { from: "mail", to: null, type: "mail.sent", count: 3, inferred: 3 },
    { from: "mail", to: "mail", type: "mail.queued", count: 4, inferred: 0 },
  ],
  newestOnly: null,
};

describe("diagrams of counted facts", () => {
  it("a flow map carries counts, shares, p95 and what died", () => {
    expect(flowFlowchart(flow)).toBe(
      [
        "flowchart TB",
        '  n0(["begins<br/>1,200"])',
        '  n1["order.paid<br/>1,100 · ✖ 11"]',
        '  n2["order.placed<br/>1,200"]',
        '  n3(["ends<br/>1,097"])',
        '  n0 -->|"1,200"| n2',
        '  n1 -.->|"3 · 0.3%"| n1',
        '  n2 -->|"1,100 · 92%<br/>p95 1.2 s<br/>✖ 1#37; dead"| n1',
        '  n1 -->|"1,097"| n3',
        "  linkStyle 2 stroke:#d9480f,stroke-width:2px",
        "",
      ].join("\n"),
    );
  });

  it("an aggregate type goes from one event to the next", () => {
    expect(stateDiagram(states)).toBe(
      [
        "stateDiagram-v2",
        "  direction TB",
        '  state "paid" as s0',
        '  state "placed" as s1',
        "  s1 --> s0 : 9",
        "  [*] --> s1 : 10",
        "  s0 --> [*] : 9",
        "  s1 --> [*] : 1",
        "",
      ].join("\n"),
    );
  });

  it("services are joined by what they react to", () => {
    expect(participantsMap(participants)).toBe(
      [
        "flowchart LR",
        '  n0["mail<br/>0 events"]',
        '  n1["shop<br/>12 events"]',
        '  n2["unknown service<br/>3 events"]',
        '  n0 -.->|"mail.sent ×3"| n2',
        '  n1 -->|"order.placed ×10<br/>order.paid ×2"| n0',
        "",
      ].join("\n"),
    );
  });

  it("are the same text for the same facts in any order", () => {
    const shuffled = <Item>(items: readonly Item[]) =>
      fc.shuffledSubarray([...items], { minLength: items.length });
    fc.assert(
      fc.property(shuffled(flow.nodes), shuffled(flow.edges), (nodes, edges) => {
        expect(flowFlowchart({ ...flow, nodes, edges })).toBe(flowFlowchart(flow));
      }),
    );
    fc.assert(
      fc.property(shuffled(states.transitions), shuffled(states.ends), (transitions, ends) => {
        expect(stateDiagram({ ...states, transitions, ends })).toBe(stateDiagram(states));
      }),
    );
    fc.assert(
      fc.property(
        shuffled(participants.producers),
        shuffled(participants.reactions),
        (producers, reactions) => {
          expect(participantsMap({ producers, reactions, newestOnly: null })).toBe(
            participantsMap(participants),
          );
        },
      ),
    );
  });

  it("stay within what Mermaid takes, and say what they leave out", async () => {
    const hard = "é*".repeat(40);
    const nodes = Array.from({ length: 500 }, (_, index) => ({
      type: `${hard.slice(0, 50)}${index}`,
      count: index,
      dead: 0,
    }));
    const edges = nodes.flatMap(({ type }, index) =>
      nodes.slice(index, index + 6).map((other) => way(type, other.type, index)),
    );
    const text = flowFlowchart({ ...flow, nodes, edges });
    expectHarmless(text);
    expect(text).toContain(`${500 - MOST_TYPES} rarer event types`);
    expect(text.match(/-->/g)!.length).toBeLessThanOrEqual(MOST_WAYS);
    expect(await readAs(text)).toBe("flowchart-v2");
    const transitions = nodes.flatMap(({ type, count }, index) =>
      nodes.slice(index, index + 6).map((other) => ({ from: type, to: other.type, count })),
    );
    const drawn = stateDiagram({ transitions, ends: [], outside: 0, newestOnly: null });
    expectHarmless(drawn);
    expect(drawn).toContain(`${500 - MOST_STATES} rarer event types`);
    expect(await readAs(drawn)).toBe("stateDiagram");
  });

  it("are read by Mermaid whatever the names are", async () => {
    await fc.assert(
      fc.asyncProperty(anyName, anyName, async (a, b) => {
        const nodes = [...new Set([a, b])].map((type) => ({ type, count: 2, dead: 1 }));
        const starts = [{ type: a, count: 1 }];
        const texts = {
          flow: flowFlowchart({
            nodes,
            edges: [way(a, b, 2, { deadLetterRate: 0.5 }), { ...way(a, b, 1), from: null }],
            starts,
            ends: starts,
          }),
          states: stateDiagram({
            transitions: [{ from: a, to: b, count: 3 }],
            ends: starts,
            outside: 1,
            newestOnly: 2,
          }),
          participants: participantsMap({
            producers: [{ producer: a, count: 1 }],
            reactions: [{ from: a, to: null, type: b, count: 1, inferred: 1 }],
            newestOnly: 3,
          }),
          topology: topologyFlowchart({
            exchanges: [{ name: a, type: b, alternate: b, observed: false, own: false }],
            queues: [{ name: b, own: false, deadLetterExchange: a, deadLetterKey: b }],
            bindings: [{ source: a, destination: b, key: a, toExchange: false }],
          }),
        };
        for (const text of Object.values(texts)) expectHarmless(text);
        expect(await Promise.all(Object.values(texts).map(readAs))).toEqual([
          "flowchart-v2",
          "stateDiagram",
          "flowchart-v2",
          "flowchart-v2",
        ]);
      }),
      { numRuns: 60 },
    );
  });
});

describe("numbers in diagrams", () => {
  it.each([
    [0.4, "0.4 ms"],
    [850, "850 ms"],
    [1234, "1.2 s"],
    [59_970, "1 min"],
    [200_000, "3 min 20 s"],
    [7_500_000, "2 h 5 min"],
    [187_200_000, "2 d 4 h"],
  ])("%d ms reads %s", (ms, text) => {
    expect(durationText(ms, DIAGRAM_WORDS.en)).toBe(text);
  });

  it("never says zero for what happened, nor all for what did not always", () => {
    expect(shareText(0.0000123, DIAGRAM_WORDS.en)).toBe("0.001%");
    expect(shareText(0.9996, DIAGRAM_WORDS.fr)).toBe("100 %");
    expect(shareText(0.996, DIAGRAM_WORDS.fr)).toBe("99,6 %");
  });
});
