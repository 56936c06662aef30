import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestMailServer, type TestMailServer } from "@/server/notifications/testing/mail-server";
import { ComplaintLoad } from "@/server/testing/faults/complaint-load";
import { KILL_POINTS, KillPoints } from "@/server/testing/faults/kill-points";
import { recordPublished } from "@/server/testing/faults/published-events";
import { FaultRig } from "@/server/testing/faults/rig";
import { verifyComplaints } from "@/server/testing/faults/verify-complaints";

const REFUSED = "refused@example.com";
const DOUBTED = "doubted@example.com";

/** Both workers are killed at each step in the life of a complaint, right after it was committed. */
describe("complaints whose workers are killed at every step", () => {
  let mails: TestMailServer;
  let rig: FaultRig;
  let load: ComplaintLoad;
  let points: KillPoints;
  beforeAll(async () => {
    mails = await startTestMailServer();
    rig = await FaultRig.start({ web: false, settings: { SMTP_URL: mails.url } });
    await recordPublished(rig.broker.url());
    load = new ComplaintLoad(rig);
    points = await KillPoints.listen(rig.database.url());
  }, 120_000);
  afterAll(async () => {
    await points.stop();
    await load.stop();
    await rig.stop();
    await mails.stop();
  }, 60_000);

  const killBoth = () => Promise.all([rig.kill("worker"), rig.kill("standby")]);

  it("are all brought to their end: every event published, every mail handed over once or in doubt", async () => {
    mails.behaviour = (to) => (to === REFUSED ? "refuse" : "take");
    const complaints = new Map<string, number>();
    for (const point of KILL_POINTS) {
      const reached = points.next(point);
      const complaintId = await load.file("ada@example.com");
      complaints.set(complaintId, 4);
      // One mail that is refused for each kill, so that there is a compensation to be killed in.
      complaints.set(await load.file(REFUSED), 1);
      await reached;
      await killBoth();
      await load.bringToEnd(complaintId);
    }
    // Once more while the mail server has the whole of a mail and has not said so yet.
    const hanging = new Promise<void>((resolve) => {
      mails.behaviour = async (to) => {
        if (to !== DOUBTED) return to === REFUSED ? "refuse" : "take";
        await killBoth();
        resolve();
        return "take";
      };
    });
    complaints.set(await load.file(DOUBTED), 1);
    await hanging;
    await verifyComplaints(rig, mails.taken, complaints);
    const doubts = await rig.query(
      "SELECT 1 FROM notifications WHERE state = 'in_doubt' AND recipient = $1",
      [DOUBTED],
    );
    expect(doubts).toHaveLength(1);
    expect(rig.crashed).toEqual([]);
  }, 240_000);
});
