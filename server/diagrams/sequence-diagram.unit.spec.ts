// @vitest-environment happy-dom
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldRepeats } from "./fold-repeats";
import { MOST_LANES, MOST_LINES, type SequenceFacts, sequenceDiagram } from "./sequence-diagram";
import type { SequenceStep } from "./sequence-entries";
import { anyName } from "./testing/hostile-names";
import { expectHarmless, readAs } from "./testing/mermaid";

const step = (
  id: number,
  producer: string | null,
  type: string,
  more: Partial<SequenceStep> = {},
): SequenceStep => ({
  id: String(id),
  at: id * 1_000_000,
  exchange: "orders",
  type,
  kind: "event",
  producer,
  beforeId: id > 1 ? String(id - 1) : null,
  link: id > 1 ? "causation" : null,
  compensation: null,
  pairId: null,
  ...more,
});
const facts = (steps: SequenceStep[], more: Partial<SequenceFacts> = {}): SequenceFacts => ({
  saga: { startedAt: 1_000_000, waitingFor: [] },
  steps,
  hiddenSteps: 0,
  outsideScope: 0,
  marks: [],
  deadLetters: [],
  ...more,
});

const order = facts(
  [
    step(1, "shop", "order.placed"),
    step(2, "payments", "payment.taken"),
    step(3, "stock", "stock.short", { beforeId: "1", link: "order" }),
    step(4, "payments", "payment.refunded", { beforeId: "3", compensation: "inferred" }),
  ],
  {
    saga: { startedAt: 1_000_000, waitingFor: [{ type: "order.cancelled", from: "mail", p50Ms: 1500 }] },
    marks: [
      { id: "9", at: 2_500_000, role: "death", firstId: "2", type: "payment.taken" },
      { id: "10", at: 3_500_000, role: "redrive", firstId: "2", type: "payment.taken" },
    ],
    deadLetters: [
      { id: "1", recordId: "2", at: 2_500_000, failedQueue: "stock.reserve", reason: "rejected" },
    ],
  },
);

describe("the sequence diagram of a saga", () => {
  it("says who reacted to what, what died, what undoes, and what is waited for", () => {
    expect(sequenceDiagram(order).text).toBe(
      [
        "sequenceDiagram",
        "  participant p0 as shop",
        "  participant p1 as payments",
        "  participant p2 as stock",
        "  participant p3 as mail",
        "  p0->>p1: order.placed<br/>+0 ms",
        "  p0-->>p2: order.placed<br/>+0 ms",
        "  p1-)p1: payment.taken<br/>+1 s",
        "  Note over p1: ✖ payment.taken<br/>dead-lettered in stock.reserve<br/>+1.5 s",
        "  p2->>p1: stock.short<br/>+2 s",
        "  Note over p1: ↻ payment.taken<br/>redriven<br/>+2.5 s",
        "  rect rgba(139, 92, 246, 0.14)",
        "    p1-)p1: ↩ payment.refunded (compensation, inferred)<br/>+3 s",
        "  end",
        "  Note over p3: … waits for order.cancelled<br/>usually after 1.5 s",
        "  Note over p0: dotted#58; concluded from the order, no causation says so",
        "",
      ].join("\n"),
    );
  });

  it("has the orchestrator first, and a request answered by who replied", () => {
    const led = facts([
      step(1, "web", "order.placed"),
      step(2, "saga", "reserve", { kind: "command", pairId: "3" }),
      step(3, "stock", "reserved", { kind: "reply", beforeId: null, link: null, pairId: "2" }),
      step(4, "saga", "ship", { kind: "command" }),
    ]);
    expect(sequenceDiagram(led).text.split("\n").slice(1, 8)).toEqual([
      "  participant p0 as saga",
      "  participant p1 as web",
      "  participant p2 as stock",
      "  p1->>p0: order.placed<br/>+0 ms",
      "  p0->>p2: reserve<br/>+1 s",
      "  p2->>p0: reserved<br/>+2 s",
      "  p0-)p0: ship<br/>+3 s",
    ]);
  });

  it("is the same text for the same facts in any order", () => {
    const shuffled = <Item>(items: readonly Item[]) =>
      fc.shuffledSubarray([...items], { minLength: items.length });
    fc.assert(
      fc.property(shuffled(order.steps), shuffled(order.marks), (steps, marks) => {
        expect(sequenceDiagram({ ...order, steps, marks }).text).toBe(sequenceDiagram(order).text);
      }),
    );
  });

  it("tells repetitions once, in a line or as a loop", () => {
    const scans = Array.from({ length: 40 }, (_, index) => step(index + 1, "scanner", "item.scanned"));
    expect(sequenceDiagram(facts(scans)).text).toContain("p0->>p0: item.scanned ×39<br/>+0 ms … +38 s");
    const turns = Array.from({ length: 40 }, (_, index) =>
      index % 2 === 0 ? step(index + 1, "a", "ping") : step(index + 1, "b", "pong"),
    );
    expect(sequenceDiagram(facts(turns)).text).toContain("  loop 19 times\n    p0->>p1: ping");
  });

  it("comes in parts when it is long, and every event is in one of them", async () => {
    const many = facts(
      Array.from({ length: 5_000 }, (_, index) => step(index + 1, `s${index % 7}`, `type.${index}`)),
    );
    const { parts } = sequenceDiagram(many);
    const texts = Array.from(
      { length: parts },
      (_, index) => sequenceDiagram(many, { part: index + 1 }).text,
    );
    const drawn = texts.flatMap((text) => text.match(/type\.\d+/g) ?? []);
    expect(drawn).toHaveLength(5_000);
    expect(new Set(drawn).size).toBe(5_000);
    expect(texts[1]).toContain(`part 2 of ${parts}`);
    for (const text of texts) expect(text.split("\n").length).toBeLessThan(MOST_LINES + MOST_LANES + 10);
    expect(await readAs(texts[0]!)).toBe("sequence");
  });

  it("draws quiet services of many as one", () => {
    const many = facts(
      Array.from({ length: 100 }, (_, index) => step(index + 1, `service ${index}`, "passed.on")),
    );
    const { text } = sequenceDiagram(many);
    expect(text.match(/participant/g)).toHaveLength(MOST_LANES);
    expect(text).toContain("participant others as 77 more services");
  });

  it("is read by Mermaid whatever the names are", async () => {
    await fc.assert(
      fc.asyncProperty(anyName, anyName, anyName, async (a, b, c) => {
        const named = facts(
          [
            step(1, a, b),
            step(2, c, a, { link: "order", compensation: "exact" }),
            step(3, null, c, { exchange: b }),
            step(4, b, a, { beforeId: "1" }),
          ],
          {
            saga: { startedAt: 0, waitingFor: [{ type: a, from: b, p50Ms: 3 }] },
            deadLetters: [{ id: "1", recordId: null, at: 5, failedQueue: a, reason: b }],
            marks: [{ id: "7", at: 9, role: "retry", firstId: null, type: c }],
          },
        );
        const { text } = sequenceDiagram(named);
        expectHarmless(text);
        expect(await readAs(text)).toBe("sequence");
      }),
      { numRuns: 60 },
    );
  });
});

describe("folding", () => {
  it("keeps everything, in order", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 80 }), (items) => {
        const folds = foldRepeats(items, (item) => item);
        expect(folds.flatMap(({ times }) => times.flat())).toEqual(items);
      }),
    );
  });
});
