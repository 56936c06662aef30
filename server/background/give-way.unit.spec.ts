import { describe, expect, it } from "vitest";
import { DECIDE_EVERY_MS, GiveWay, type Pressure, type Share } from "./give-way";

const fine: Pressure = { ready: 0, lagSeconds: 0.1 };

/** Decides on and on, at the usual pace. @returns the moment of the last decision, and what it was */
function decideFor(giveWay: GiveWay, from: number, ms: number, queues: readonly Pressure[]) {
  let at = from;
  let last: Share = "whole";
  for (; at <= from + ms; at += DECIDE_EVERY_MS) last = giveWay.decide(queues, at);
  return { at, last };
}

describe("the worker", () => {
  it("gives way when it has kept up for three seconds, not at once", () => {
    const giveWay = new GiveWay();
    expect(decideFor(giveWay, 0, 2_500, [fine]).last).toBe("whole");
    expect(decideFor(giveWay, 2_750, 500, [fine]).last).toBe("idle");
  });

  it.each([
    ["a message waits for more than two seconds", { ready: 0, lagSeconds: 2.1 }],
    ["the queue fills", { ready: 4_001, lagSeconds: 0 }],
  ])("takes its share at once when %s, until it has kept up for twice as long", (_, trouble) => {
    const giveWay = new GiveWay();
    const { at } = decideFor(giveWay, 0, 5_000, [fine]);
    expect(giveWay.decide([fine, trouble], at)).toBe("whole");
    expect(decideFor(giveWay, at + 250, 5_500, [fine]).last).toBe("whole");
    expect(decideFor(giveWay, at + 6_000, 500, [fine]).last).toBe("idle");
  });

  it("that falls behind again and again while it gives way waits longer each time, up to a minute", () => {
    const giveWay = new GiveWay();
    const behind: Pressure = { ready: 0, lagSeconds: 4 };
    let { at } = decideFor(giveWay, 0, 5_000, [fine]);
    const waits: number[] = [];
    for (let time = 0; time < 6; time++) {
      giveWay.decide([behind], at);
      const fellBehind = at;
      do at += DECIDE_EVERY_MS;
      while (giveWay.decide([fine], at) === "whole");
      waits.push(at - fellBehind - DECIDE_EVERY_MS);
      at += DECIDE_EVERY_MS;
    }
    expect(waits).toEqual([6_000, 12_000, 24_000, 48_000, 60_000, 60_000]);
    ({ at } = decideFor(giveWay, at, 60_000, [fine]));
    giveWay.decide([behind], at);
    expect(decideFor(giveWay, at + 250, 5_500, [fine]).last).toBe("whole");
    expect(decideFor(giveWay, at + 6_000, 500, [fine]).last).toBe("idle");
  });

  it("takes its share when it hardly gets the processor: what waits in the socket has no age yet", () => {
    const giveWay = new GiveWay();
    const { at } = decideFor(giveWay, 0, 5_000, [fine]);
    expect(giveWay.decide([fine], at + 1_300)).toBe("whole");
  });

  it("that was behind for other reasons, as after a start, need not wait a minute", () => {
    const giveWay = new GiveWay();
    const { at } = decideFor(giveWay, 0, 2_000, [{ ready: 50_000, lagSeconds: 3 }]);
    expect(decideFor(giveWay, at, 3_000, [fine]).last).toBe("idle");
  });

  it.each([
    ["a message waits for a moment", { ready: 2_000, lagSeconds: 0.5 }, 0],
    ["it gets the processor late", fine, 300],
  ])("takes a fair share while %s, and for a second afterwards", (_, hiccup, late) => {
    const giveWay = new GiveWay();
    const { at } = decideFor(giveWay, 0, 5_000, [fine]);
    expect(giveWay.decide([hiccup], at + late)).toBe("fair");
    expect(decideFor(giveWay, at + late + 250, 500, [fine]).last).toBe("fair");
    expect(decideFor(giveWay, at + late + 1_000, 250, [fine]).last).toBe("idle");
  });

  it("gives way while nothing is known of a queue", () => {
    expect(decideFor(new GiveWay(), 0, 4_000, [{ ready: null, lagSeconds: 0 }]).last).toBe("idle");
  });
});
