import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FaultRig } from "@/server/testing/faults/rig";
import { CustodyKills } from "./testing/custody-kills";

const KILLS = 20;
/** So that kills fall before the ack, between ack and note, and into the next batch. */
const AFTER_MS = [0, 2, 5, 12, 40];

describe("dead letters whose workers are killed while they take them", () => {
  let rig: FaultRig;
  let kills: CustodyKills;
  beforeAll(async () => {
    rig = await FaultRig.start({ web: false });
    kills = await CustodyKills.start(rig);
  }, 120_000);
  afterAll(async () => {
    await kills.stop();
    await rig.stop();
  }, 60_000);

  it(`are each in one place after ${KILLS} kills, and the queue was given up and held again meanwhile`, async () => {
    for (let n = 0; n < KILLS; n++) {
      await kills.kill(AFTER_MS[n % AFTER_MS.length]!);
      // What was stored and not acked is settled by whoever comes next, though nothing more is to be held.
      if (n % 5 === 2) await kills.setCustody("observe");
      if (n % 5 === 2) await kills.setCustody("hold");
    }
    await kills.verify();
    expect(rig.crashed).toEqual([]);
  }, 480_000);
});
