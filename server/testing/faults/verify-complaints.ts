import { expect } from "vitest";
import type { TakenMail } from "@/server/notifications/testing/mail-server";
import { until } from "../until";
import { publishedEvents } from "./published-events";
import type { FaultRig } from "./rig";

/** What is not at its end yet. */
const OPEN = `SELECT
  (SELECT count(*) FROM outbox)::int AS unpublished,
  (SELECT count(*) FROM inbox WHERE state = 'waiting')::int AS unhandled,
  (SELECT count(*) FROM notifications WHERE state IN ('planned', 'sending'))::int AS unsettled,
  (SELECT count(*) FROM messages WHERE arrival = 'appended' AND event_type = 'COMPLAINT_COMPENSATION_REQUIRED')::int
    - (SELECT count(*) FROM messages WHERE arrival = 'appended' AND event_type = 'COMPLAINT_COMPENSATED')::int
    AS uncompensated`;

const LONGEST_MS = 120_000;

/**
 * Waits until nothing is under way any more, then checks: each event was published, each mail was handed over once or is
 * listed as in doubt, each complaint has all of its mails, and none is stuck.
 * @param complaints ids of complaints, with the number of mails that each calls for
 */
export async function verifyComplaints(
  rig: FaultRig,
  taken: readonly TakenMail[],
  complaints: ReadonlyMap<string, number>,
): Promise<void> {
  const deadline = Date.now() + LONGEST_MS;
  let open: unknown;
  do {
    [open] = await until(() => rig.query<Record<string, number>>(OPEN).catch(() => null));
    if (Object.values(open as Record<string, number>).every((count) => count === 0)) break;
    await new Promise((resolve) => setTimeout(resolve, 200));
  } while (Date.now() < deadline);
  expect(open).toEqual({ unpublished: 0, unhandled: 0, unsettled: 0, uncompensated: 0 });

  const published = await publishedEvents(rig.broker.url());
  const appended = await rig.query<{ event_id: string }>(
    "SELECT event_id FROM messages WHERE arrival = 'appended'",
  );
  expect(appended.filter(({ event_id }) => !published.has(event_id))).toEqual([]);

  const mails = await rig.query<{ id: string; state: string; complaint_id: string; template: string }>(
    "SELECT id, state, complaint_id, template FROM notifications",
  );
  const handedOver = (id: string) => taken.filter(({ messageId }) => messageId.startsWith(`<${id}@`)).length;
  const wrong = mails
    .map(({ id, state, template }) => ({ id, state, template, times: handedOver(id) }))
    .filter(({ state, times }) => !isRight(state, times));
  expect(wrong).toEqual([]);
  expect(taken.length).toBe(mails.reduce((sum, { id }) => sum + handedOver(id), 0));

  const counts = [...complaints.keys()].map(
    (complaintId) =>
      [complaintId, mails.filter(({ complaint_id }) => complaint_id === complaintId).length] as const,
  );
  expect(new Map(counts)).toEqual(complaints);
}

/** Sent: handed over once. In doubt: once or not at all, nobody can know. Anything else never was. */
function isRight(state: string, times: number): boolean {
  if (state === "sent") return times === 1;
  if (state === "in_doubt") return times <= 1;
  return times === 0;
}
