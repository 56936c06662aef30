import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FaultRig } from "@/server/testing/faults/rig";
import { redriveWithKills } from "./testing/redrive-kills";

const MESSAGES = 6_000;

describe("a redrive whose workers are killed 20 times", () => {
  let rig: FaultRig;
  beforeAll(async () => {
    rig = await FaultRig.start({ web: false });
  }, 120_000);
  afterAll(() => rig.stop(), 60_000);

  it.each(["classic", "quorum"])(
    "sends each message to its %s queue once, and knows of each",
    async (queueType) => {
      const { ledger, outcomes, states, left } = await redriveWithKills(rig, {
        messages: MESSAGES,
        rate: 800,
        kills: 20,
        queueType,
      });
      // The tap saw every send, so that none had to be guessed.
      expect([...ledger].filter(([, times]) => times !== 1)).toEqual([]);
      for (let number = 0; number < MESSAGES; number++) {
        const place = {
          ledger: ledger.has(number),
          outcome: outcomes.get(number),
          state: states.get(number),
        };
        expect([
          { ledger: true, outcome: "confirmed", state: "redriven" },
          { ledger: true, outcome: "in_doubt", state: "held" },
        ]).toContainEqual(place);
      }
      expect(left).toBe(0);
      expect(rig.crashed).toEqual([]);
    },
  );
});
