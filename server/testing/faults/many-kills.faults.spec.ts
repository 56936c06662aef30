import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NumberedPublisher } from "./numbered-publisher";
import { orderBody } from "./order-bodies";
import { FaultRig, type Target } from "./rig";
import { startTapped } from "./start-tapped";
import { verifyStore } from "./verify-store";

/** Worker, web, broker and database, each killed at moments that differ from round to round. */
const ROUND: Target[] = ["worker", "database", "standby", "broker", "web", "worker"];
const ROUNDS = 4;

describe.each([
  { name: "with event ids", withEventId: true },
  { name: "without event ids", withEventId: false },
])("messages $name", ({ withEventId }) => {
  let rig: FaultRig;
  beforeAll(async () => {
    rig = await FaultRig.start({ web: true });
  }, 300_000);
  afterAll(() => rig.stop(), 60_000);

  it(`survive ${ROUND.length * ROUNDS} kills under load: none lost that was confirmed, none stored twice`, async () => {
    const exchange = "faults.orders";
    const publisher = new NumberedPublisher({
      url: rig.broker.url(),
      exchange,
      perSecond: 1_000,
      body: (n) => orderBody(n, withEventId),
    });
    await startTapped(rig, publisher, exchange);
    for (let round = 0; round < ROUNDS; round++) {
      for (const [turn, target] of ROUND.entries()) {
        // From at once to a second later, so that kills fall into connecting, taking over, storing and acking.
        await publisher.confirmedMore(((round * 7 + turn * 3) % 10) * 100);
        await rig.kill(target);
      }
    }
    await publisher.confirmedMore(1_000);
    const ledger = await publisher.stop();
    await verifyStore(rig, ledger, exchange);
    expect(rig.crashed).toEqual([]);
  });
});
