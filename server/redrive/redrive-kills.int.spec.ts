import { afterAll, beforeAll, expect, it } from "vitest";
import { FaultRig } from "@/server/testing/faults/rig";
import { redriveWithKills } from "./testing/redrive-kills";

let rig: FaultRig;
beforeAll(async () => {
  rig = await FaultRig.start({ web: false });
}, 120_000);
afterAll(() => rig.stop(), 60_000);

/** Its long sister is redrive-kills.faults.spec.ts. */
it("a redrive whose workers are killed in the middle sends each message once", async () => {
  const { ledger, outcomes, states, left } = await redriveWithKills(rig, {
    messages: 1_200,
    rate: 300,
    kills: 2,
    queueType: "classic",
  });
  expect(new Set(outcomes.values())).toEqual(new Set(["confirmed"]));
  expect(new Set(states.values())).toEqual(new Set(["redriven"]));
  expect([...ledger].filter(([, times]) => times !== 1)).toEqual([]);
  expect(ledger.size).toBe(1_200);
  expect(left).toBe(0);
  expect(rig.crashed).toEqual([]);
}, 120_000);
