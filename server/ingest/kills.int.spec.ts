import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NumberedPublisher } from "@/server/testing/faults/numbered-publisher";
import { orderBody } from "@/server/testing/faults/order-bodies";
import { FaultRig, type Target } from "@/server/testing/faults/rig";
import { startTapped } from "@/server/testing/faults/start-tapped";
import { verifyStore } from "@/server/testing/faults/verify-store";

/** A few kills on every run; `npm run test:faults` does many more. */
describe("killed with SIGKILL under load", () => {
  let rig: FaultRig;
  beforeAll(async () => {
    rig = await FaultRig.start({ web: false });
  }, 120_000);
  afterAll(() => rig.stop(), 60_000);

  it("loses nothing that was confirmed and stores nothing twice, with event ids and without", async () => {
    const publisher = new NumberedPublisher({
      url: rig.broker.url(),
      exchange: "faults.orders",
      perSecond: 500,
      body: (n) => orderBody(n, n % 2 === 0),
    });
    await startTapped(rig, publisher, "faults.orders");
    const targets: Target[] = ["worker", "standby", "database", "broker"];
    for (const target of targets) {
      await publisher.confirmedMore(400);
      await rig.kill(target);
    }
    await publisher.confirmedMore(400);
    const ledger = await publisher.stop();
    expect(ledger.confirmed.size).toBeGreaterThanOrEqual(2_000);
    await verifyStore(rig, ledger, "faults.orders");
    expect(rig.crashed).toEqual([]);
  }, 240_000);
});
