import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestMailServer, type TestMailServer } from "@/server/notifications/testing/mail-server";
import { ComplaintLoad } from "@/server/testing/faults/complaint-load";
import { recordPublished } from "@/server/testing/faults/published-events";
import { FaultRig, type Target } from "@/server/testing/faults/rig";
import { verifyComplaints } from "@/server/testing/faults/verify-complaints";

/** Workers, broker and database, each killed at moments that differ from round to round. */
const ROUND: Target[] = ["worker", "standby", "database", "worker", "broker", "standby"];
const ROUNDS = 4;
const REFUSED = "refused@example.com";

describe("complaints under load", () => {
  let mails: TestMailServer;
  let rig: FaultRig;
  let load: ComplaintLoad;
  beforeAll(async () => {
    mails = await startTestMailServer();
    mails.behaviour = (to) => (to === REFUSED ? "refuse" : "take");
    rig = await FaultRig.start({ web: false, settings: { SMTP_URL: mails.url } });
    await recordPublished(rig.broker.url());
    load = new ComplaintLoad(rig);
  }, 120_000);
  afterAll(async () => {
    await load.stop();
    await rig.stop();
    await mails.stop();
  }, 60_000);

  it(`survive ${ROUND.length * ROUNDS} kills: every event published, every mail handed over once or in doubt`, async () => {
    const complaints = new Map<string, number>();
    for (let round = 0; round < ROUNDS; round++) {
      for (const [turn, target] of ROUND.entries()) {
        // From one complaint to ten, so that kills fall into every step of some.
        const filed: string[] = [];
        for (let n = 0; n <= (round * 7 + turn * 3) % 10; n++) {
          const refused = n % 4 === 3;
          const complaintId = await load.file(refused ? REFUSED : `customer-${n}@example.com`);
          complaints.set(complaintId, refused ? 1 : 4);
          if (!refused) filed.push(complaintId);
        }
        await Promise.all([rig.kill(target), ...filed.map((complaintId) => load.bringToEnd(complaintId))]);
      }
    }
    await verifyComplaints(rig, mails.taken, complaints);
    expect(rig.crashed).toEqual([]);
  });
});
