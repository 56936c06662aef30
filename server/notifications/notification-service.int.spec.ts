import { randomUUID } from "node:crypto";
import type { ChannelModel, ConfirmChannel } from "amqplib";
import type { Pool } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openConnection } from "@/server/broker/connection";
import { systemClock } from "@/server/clock";
import { handleComplaint } from "@/server/complaints/commands";
import { createComplaintServices } from "@/server/complaints/complaint-services";
import type { GivenCommand } from "@/server/complaints/complete-command";
import { createPool } from "@/server/db";
import { openBody } from "@/server/event-store/seal";
import { digestKey } from "@/server/event-store/store-keys";
import { parseEvent } from "@/server/event-store/stored-event";
import { createLogger } from "@/server/logger";
import { createMetrics } from "@/server/metrics/registry";
import { type Outbox, startOutbox } from "@/server/outbox/start-outbox";
import { type OwnServices, startOwnServices } from "@/server/own-services";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { until } from "@/server/testing/until";
import { createTestVhost, type TestVhost } from "@/server/testing/vhost";
import { decideMail } from "./decide-mail";
import type { Decision } from "./mail-schemas";
import { startTestMailServer, type TestMailServer } from "./testing/mail-server";

const ADMINISTRATOR = "chief@example.com";
let database: TestDatabase;
let vhost: TestVhost;
let pool: Pool;
let mails: TestMailServer;
let outbox: Outbox;
let own: OwnServices;
let connection: ChannelModel;
let channel: ConfirmChannel;

beforeAll(async () => {
  [database, vhost, mails] = await Promise.all([
    createTestDatabase(),
    createTestVhost(),
    startTestMailServer(),
  ]);
  pool = createPool(database.url, "test", 10);
  const logger = createLogger({ service: "test", level: "silent" });
  const metrics = createMetrics("worker");
  const target = { url: vhost.url };
  own = await startOwnServices({
    env: {
      smtp: { url: mails.url, from: "complaints@example.com" },
      demo: undefined,
      publicUrl: "https://sillage.example.com",
      port: 3000,
      correlationIdHeader: "X-Correlation-ID",
    },
    databaseUrl: database.url,
    target,
    owner: "test",
    secret: await digestKey(pool),
    logger,
    metrics,
  });
  await until(async () => ((await own.status()).every(({ state }) => state === "consuming") ? true : null));
  outbox = startOutbox({
    target,
    vhosts: [],
    databaseUrl: database.url,
    pool,
    logger,
    metrics,
    services: true,
    onAppended: () => {},
  });
  connection = await openConnection(target, "test");
  channel = await connection.createConfirmChannel();
});
afterAll(async () => {
  await outbox.stop();
  await own.stop();
  await mails.stop();
  await connection.close();
  await pool.end();
  await vhost.drop();
  await database.drop();
});
beforeEach(async () => {
  await pool.query("DELETE FROM notified_administrators");
  mails.behaviour = () => "take";
});

const correlationId = "from-the-phone";

async function command(complaintId: string, what: GivenCommand): Promise<string[]> {
  const services = createComplaintServices({ pool, vhost: vhost.vhost, clock: systemClock });
  const by = { actor: { kind: "user" as const, id: "agent-1", name: "Agent" }, from: null };
  const { events } = await handleComplaint(services, { command: what, complaintId, by, correlationId });
  return events.map(({ eventId }) => eventId);
}

async function file(
  customer: { email?: string; language?: "en" | "fr"; name?: string } | undefined,
  userId = "u-1",
) {
  const complaintId = randomUUID();
  const what = {
    userId,
    title: "Parcel is broken",
    description: "…",
    priority: "HIGH",
    category: "delivery",
  } as const;
  const [eventId] = await command(complaintId, { type: "create", ...what, customer });
  return { complaintId, eventId: eventId! };
}

/** Our own events about a complaint, oldest first. */
async function told(complaintId: string, eventType: string) {
  const { rows } = await pool.query<{ body_codec: number; body: Buffer }>(
    "SELECT body_codec, body FROM messages WHERE arrival = 'appended' AND event_type = $1 ORDER BY id",
    [eventType],
  );
  return rows
    .map((row) => parseEvent(openBody(row.body_codec, row.body)))
    .filter((event) => (event.eventData as { complaintId: string }).complaintId === complaintId);
}
const telling = (complaintId: string, eventType: string, count = 1) =>
  until(async () => {
    const events = await told(complaintId, eventType);
    return events.length >= count ? events : null;
  });
const takenBy = (address: string) => mails.taken.filter(({ to }) => to === address);
const deadLetter = (test: (headers: Record<string, unknown>) => boolean) =>
  until(async () => {
    const message = await channel.get("complaints.events.dlq", { noAck: true });
    return message && test(message.properties.headers ?? {}) ? message : null;
  });

describe("the mails of a complaint", () => {
  it("reach the customer at each of the four steps, in their language, and the administrators once", async () => {
    await pool.query("INSERT INTO notified_administrators (email, language) VALUES ($1, 'en')", [
      ADMINISTRATOR,
    ]);
    await pool.query(
      "INSERT INTO customers (user_id, email, name, language) VALUES ('ada', 'ada@example.com', 'Ada', 'fr')",
    );
    const { complaintId } = await file(undefined, "ada");
    await command(complaintId, { type: "assign", assignedTo: "agent-1" });
    await command(complaintId, { type: "process", resolution: "A new one is on its way." });
    await command(complaintId, { type: "close" });
    const sent = await telling(complaintId, "NOTIFICATION_SENT", 5);
    const subjects = takenBy("ada@example.com").map(
      ({ raw }) => /^Subject: (.*(?:\r\n .*)*)/m.exec(raw)![1]!,
    );
    expect(subjects).toHaveLength(4);
    expect(takenBy(ADMINISTRATOR)).toHaveLength(1);
    expect(new Set(mails.taken.map(({ messageId }) => messageId)).size).toBe(5);
    for (const { raw } of mails.taken) expect(raw).toContain(`X-Correlation-ID: ${correlationId}`);
    for (const { metadata } of sent) {
      expect(metadata).toMatchObject({ version: 1, correlationId, causationId: expect.any(String) });
    }
  });

  it("go to the address that the complaint itself has, before the directory's", async () => {
    await file({ email: "grace@example.com", language: "en", name: "Grace" }, "ada");
    await until(async () => (takenBy("grace@example.com").length === 1 ? true : null));
    expect(takenBy("grace@example.com")[0]!.raw).toContain("Hello Grace,");
  });

  it("are not written for events that Sillage did not publish", async () => {
    const eventId = randomUUID();
    const complaintId = randomUUID();
    const created = {
      complaintId,
      userId: "victim@example.com",
      title: "Click here",
      description: "…",
      priority: "LOW",
      category: "phishing",
      createdAt: new Date(0).toISOString(),
    };
    const metadata = { timestamp: new Date(0).toISOString(), version: 1, correlationId: "forged" };
    const forged = {
      eventId,
      eventType: "COMPLAINT_CREATED",
      aggregateId: complaintId,
      aggregateType: "Complaint",
      eventData: created,
      metadata,
    };
    channel.publish("complaints.events", "complaint.created", Buffer.from(JSON.stringify(forged)));
    const dead = await deadLetter((headers) => String(headers["x-sillage-error"]).includes(eventId));
    expect(dead.properties.headers).toMatchObject({ "x-sillage-error-class": "poison" });
    expect(takenBy("victim@example.com")).toEqual([]);
  });
});

describe("a mail that the mail server", () => {
  it("refuses is compensated: cancelled, marked in the audit trail, recorded on the complaint", async () => {
    await pool.query("INSERT INTO notified_administrators (email, language) VALUES ($1, 'en')", [
      ADMINISTRATOR,
    ]);
    mails.behaviour = (to) => (to === "nobody@example.com" ? "refuse" : "take");
    const { complaintId, eventId } = await file({ email: "nobody@example.com" });
    const [failed] = await telling(complaintId, "NOTIFICATION_FAILED");
    expect(failed!.eventData).toMatchObject({
      errorClass: "business",
      attempts: 1,
      recipient: "nobody@example.com",
    });
    const [compensated] = await telling(complaintId, "COMPLAINT_COMPENSATED");
    const [required] = await told(complaintId, "COMPLAINT_COMPENSATION_REQUIRED");
    expect(required!.metadata).toMatchObject({ causationId: failed!.eventId, correlationId });
    const [cancelled] = await told(complaintId, "NOTIFICATION_COMPENSATION");
    const [marked] = await told(complaintId, "AUDIT_COMPENSATION");
    expect(cancelled!.eventData).toMatchObject({ cancelled: [failed!.aggregateId], corrected: [] });
    expect(marked!.eventData).toMatchObject({ entries: [eventId, failed!.eventId] });
    expect(compensated!.eventData).toMatchObject({
      outcomes: [
        { order: 1, service: "notification-service", eventId: cancelled!.eventId },
        { order: 2, service: "audit-service", eventId: marked!.eventId },
      ],
    });
    const dead = await deadLetter((headers) => headers["x-sillage-error-class"] === "business");
    expect(dead.properties.messageId).toBe(eventId);
    await until(async () =>
      takenBy(ADMINISTRATOR).some(({ raw }) => raw.includes("Compensation required")) ? true : null,
    );
  });

  it("takes only later is sent then, and once", async () => {
    let times = 0;
    mails.behaviour = () => (++times === 1 ? "later" : "take");
    const { complaintId } = await file({ email: "later@example.com" });
    const [sent] = await telling(complaintId, "NOTIFICATION_SENT");
    expect(sent!.metadata.version).toBe(1);
    expect(takenBy("later@example.com")).toHaveLength(1);
    expect(await told(complaintId, "NOTIFICATION_FAILED")).toEqual([]);
  });

  it("does not answer any more is in doubt, and not sent again by itself", async () => {
    mails.behaviour = () => "hang up";
    const { complaintId, eventId } = await file({ email: "doubt@example.com" });
    const [doubt] = await telling(complaintId, "NOTIFICATION_IN_DOUBT");
    expect(doubt!.eventData).toMatchObject({ recipient: "doubt@example.com" });
    await until(async () => {
      const { rows } = await pool.query(
        "SELECT state FROM inbox WHERE event_id = $1 AND service = 'notification-service'",
        [eventId],
      );
      return rows[0].state === "done" ? true : null;
    });
    expect(takenBy("doubt@example.com")).toHaveLength(1);
    const { rows } = await pool.query("SELECT state FROM notifications WHERE event_id = $1", [eventId]);
    expect(rows).toEqual([{ state: "in_doubt" }]);
  });
});

describe("a mail in doubt", () => {
  const by = { actor: { kind: "user" as const, id: "agent-1", name: "Agent" }, from: null };
  const decide = (id: string, decision: Decision) =>
    decideMail(
      createComplaintServices({ pool, vhost: vhost.vhost, clock: systemClock }),
      "complaints@example.com",
      {
        id,
        decision,
        by,
      },
    );
  /** A complaint whose mail to its customer is in doubt. */
  async function inDoubt(address: string) {
    mails.behaviour = () => "hang up";
    const { complaintId } = await file({ email: address });
    const [doubt] = await telling(complaintId, "NOTIFICATION_IN_DOUBT");
    mails.behaviour = () => "take";
    return { complaintId, id: doubt!.aggregateId };
  }

  it("is sent when a person says that it arrived, without being handed over again", async () => {
    const { complaintId, id } = await inDoubt("arrived@example.com");
    await decide(id, "arrived");
    const [sent] = await told(complaintId, "NOTIFICATION_SENT");
    expect(sent!.metadata).toMatchObject({ version: 2, userId: "agent-1" });
    expect(takenBy("arrived@example.com")).toHaveLength(1);
    await expect(decide(id, "send-again")).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("is handed over again when a person wants it, as the same mail", async () => {
    const { complaintId, id } = await inDoubt("again@example.com");
    await decide(id, "send-again");
    await telling(complaintId, "NOTIFICATION_SENT");
    const [first, second] = takenBy("again@example.com");
    expect(second!.raw).toBe(first!.raw);
  });

  it("is compensated when a person gives it up", async () => {
    const { complaintId, id } = await inDoubt("given-up@example.com");
    await decide(id, "give-up");
    await telling(complaintId, "COMPLAINT_COMPENSATED");
    const { rows } = await pool.query("SELECT action FROM operator_actions WHERE target_id = $1", [id]);
    expect(rows).toEqual([{ action: "mail.decided" }]);
  });
});

describe("a customer without an address", () => {
  it("is compensated like any mail that cannot be sent", async () => {
    const { complaintId } = await file(undefined, "unknown");
    const [failed] = await telling(complaintId, "NOTIFICATION_FAILED");
    expect(failed!.eventData).toMatchObject({ recipient: null, errorClass: "business" });
    await telling(complaintId, "COMPLAINT_COMPENSATED");
  });
});

describe("a compensation that a person requires", () => {
  it("corrects what the customer was told, by one mail", async () => {
    const { complaintId } = await file({ email: "corrected@example.com" });
    await telling(complaintId, "NOTIFICATION_SENT");
    await command(complaintId, { type: "requireCompensation", reason: "It was the wrong parcel." });
    await telling(complaintId, "COMPLAINT_COMPENSATED");
    const [done] = await told(complaintId, "NOTIFICATION_COMPENSATION");
    const [first] = await told(complaintId, "NOTIFICATION_SENT");
    expect(done!.eventData).toMatchObject({ corrected: [first!.aggregateId], cancelled: [] });
    const received = takenBy("corrected@example.com");
    expect(received).toHaveLength(2);
    expect(received[1]!.raw).toContain("Correction to what we told you");
  });

  it("and whose correction is refused needs a person, and starts no other compensation", async () => {
    const { complaintId } = await file({ email: "stubborn@example.com" });
    await telling(complaintId, "NOTIFICATION_SENT");
    mails.behaviour = () => "refuse";
    await command(complaintId, { type: "requireCompensation", reason: "It was the wrong parcel." });
    const [failed] = await telling(complaintId, "COMPLAINT_COMPENSATION_FAILED");
    expect(failed!.eventData).toMatchObject({ order: 1, service: "notification-service" });
    expect(await told(complaintId, "NOTIFICATION_COMPENSATION_FAILED")).toHaveLength(1);
    expect(await told(complaintId, "COMPLAINT_COMPENSATION_REQUIRED")).toHaveLength(1);
  });
});
