import { describe, expect, it } from "vitest";
import type { QueueInfo } from "@/server/broker/management";
import { judgeQueue, noMemory, type QueueLook, type QueueMemory } from "./queue-judge";

const queue = (more: Partial<QueueInfo> = {}): QueueInfo => ({
  name: "sillage.audit",
  type: "classic",
  autoDelete: false,
  exclusive: false,
  arguments: { "x-max-length": 100 },
  policy: null,
  policyDefinition: {},
  ready: 0,
  unacked: 0,
  bytes: 0,
  published: 10,
  acked: 10,
  ...more,
});

/** Looks every 5 seconds at an empty, quiet queue, unless said. */
function given(...looks: Partial<QueueLook>[]) {
  let memory: QueueMemory = noMemory;
  return looks.map((look, i) => {
    const at = 1_000_000 + i * 5_000;
    const judged = judgeQueue(memory, {
      at,
      queue: queue(),
      nodes: { a: 0 },
      deadLettered: 0,
      asked: { at, waiting: 0 },
      lastStoredAt: null,
      ...look,
    });
    memory = judged.memory;
    return judged;
  });
}
const repeat = (n: number, look: Partial<QueueLook> = {}) => Array.from({ length: n }, () => look);
const epochs = (...looks: Partial<QueueLook>[]) => given(...looks).map(({ memory }) => memory.epoch);

describe("drops", () => {
  it("are what the counters miss between two pauses", () => {
    const after = { queue: queue({ published: 40, acked: 20 }) };
    const drops = given(...repeat(5), ...repeat(5, after)).map((judged) => judged.drops);
    expect(drops).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 20, 0]);
  });

  it("are none when dead letters, which no counter counts as published, were acked too", () => {
    const after = { queue: queue({ published: 10, acked: 15 }), deadLettered: 5 };
    expect(given(...repeat(5), ...repeat(5, after)).every(({ drops }) => drops === 0)).toBe(true);
  });

  it.each([
    ["nearly full", { ready: 90 }, true],
    ["half full", { ready: 50 }, false],
    ["nearly full in bytes", { bytes: 99, arguments: { "x-max-length-bytes": 100 } }, true],
    ["under a policy that expires messages", { policyDefinition: { "message-ttl": 1000 } }, true],
  ])("are possible or not when the queue is %s", (_, more, possible) => {
    expect(given({ queue: queue(more) })[0]!.dropsPossible).toBe(possible);
  });
});

describe("the broker's life", () => {
  it("goes on while nodes and counters do, and while statistics are missing for a moment", () => {
    expect(epochs({}, {}, { queue: queue({ published: null, acked: null }) }, {})).toEqual([0, 0, 0, 0]);
  });

  it.each([
    ["a node that started again", { nodes: { a: 20_000 } }],
    ["a node that went", { nodes: {} }],
    ["a node that came", { nodes: { a: 0, b: 0 } }],
    [
      "counters that went backwards, where nodes are not granted",
      { nodes: null, queue: queue({ acked: 3 }) },
    ],
  ])("is another after %s", (_, look) => {
    expect(epochs({}, look, look)).toEqual([0, 1, 1]);
  });
});

describe("drained", () => {
  const upTo = (...looks: Partial<QueueLook>[]) => given(...looks).at(-1)!.memory.drainedUpTo;

  it("is what came before the queue was empty, once something later is stored", () => {
    expect(upTo({}, { queue: queue({ unacked: 5 }), lastStoredAt: 1_001_999 })).toBe(0);
    expect(upTo({}, { queue: queue({ unacked: 5 }), lastStoredAt: 1_002_000 })).toBe(999_000);
  });

  it("is not believed while messages are in hand and nothing later is stored", () => {
    expect(upTo(...repeat(10, { queue: queue({ unacked: 5 }) }))).toBe(0);
  });

  it("is believed once the broker has long had nothing unacked", () => {
    expect(upTo(...repeat(3))).toBe(0);
    expect(upTo(...repeat(4))).toBe(999_000);
  });

  it("does not move while messages wait", () => {
    expect(upTo(...repeat(10, { asked: { at: 1_000_000, waiting: 3 }, lastStoredAt: 2_000_000 }))).toBe(0);
  });
});
