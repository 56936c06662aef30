import { describe, expect, it } from "vitest";
import { DECIDE_EVERY_MS, GiveWay, type Pressure } from "./give-way";

const fine: Pressure = { ready: 0, lagSeconds: 0.1 };

/** Decides on and on, at the usual pace. @returns the moment of the last decision, and what it was */
function decideFor(giveWay: GiveWay, from: number, ms: number, queues: readonly Pressure[]) {
  let at = from;
  let last = false;
  for (; at <= from + ms; at += DECIDE_EVERY_MS) last = giveWay.decide(queues, at);
  return { at, last };
}

describe("the worker", () => {
  it("gives way when it has kept up for three seconds, not at once", () => {
    const giveWay = new GiveWay();
    expect(decideFor(giveWay, 0, 2_500, [fine]).last).toBe(false);
    expect(decideFor(giveWay, 2_750, 500, [fine]).last).toBe(true);
  });

  it.each([
    ["a message waits for more than a second", { ready: 0, lagSeconds: 1.1 }],
    ["the queue fills", { ready: 1_001, lagSeconds: 0 }],
  ])("takes its share at once when %s, until it has kept up for a minute again", (_, trouble) => {
    const giveWay = new GiveWay();
    const { at } = decideFor(giveWay, 0, 5_000, [fine]);
    expect(giveWay.decide([fine, trouble], at)).toBe(false);
    expect(decideFor(giveWay, at + 250, 59_500, [fine]).last).toBe(false);
    expect(decideFor(giveWay, at + 60_000, 500, [fine]).last).toBe(true);
  });

  it("takes its share when it hardly gets the processor: what waits in the socket has no age yet", () => {
    const giveWay = new GiveWay();
    const { at } = decideFor(giveWay, 0, 5_000, [fine]);
    expect(giveWay.decide([fine], at + 600)).toBe(false);
  });

  it("that was behind for other reasons, as after a start, need not wait a minute", () => {
    const giveWay = new GiveWay();
    const { at } = decideFor(giveWay, 0, 2_000, [{ ready: 50_000, lagSeconds: 3 }]);
    expect(decideFor(giveWay, at, 3_000, [fine]).last).toBe(true);
  });

  it("gives way while nothing is known of a queue", () => {
    expect(decideFor(new GiveWay(), 0, 4_000, [{ ready: null, lagSeconds: 0 }]).last).toBe(true);
  });
});
