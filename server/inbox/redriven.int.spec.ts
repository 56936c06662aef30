import { randomUUID } from "node:crypto";
import type { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodeProperties, type HeaderTable } from "@/server/broker/encode-properties";
import { HEADERS, REDRIVE_EXCHANGE } from "@/server/broker/redrive-names";
import { storedDelivery } from "@/server/broker/stored-delivery";
import { createPool } from "@/server/db";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { ServiceFailure } from "./failure";
import { markDead, markDone } from "./inbox-messages";
import { readDelivery } from "./read-delivery";
import { storeDeliveries } from "./store-deliveries";

const SERVICE = "notification-service";
let database: TestDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, "test", 2);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** An event arrives at the queue of the service. */
async function arrives(eventId: string, headers: HeaderTable = {}, title = "lamp"): Promise<number> {
  const event = {
    eventId,
    eventType: "COMPLAINT_CREATED",
    aggregateId: "c-1",
    eventData: { complaintId: "c-1", title },
    metadata: {},
  };
  const delivery = storedDelivery({
    receivedAt: Date.now(),
    vhost: "/",
    exchange: HEADERS.redrive in headers ? REDRIVE_EXCHANGE : "complaints.events",
    routingKey: "complaint.created",
    redelivered: false,
    rawProperties: encodeProperties({ messageId: eventId }, headers),
    body: Buffer.from(JSON.stringify(event)),
    oversize: null,
  });
  return storeDeliveries(pool, SERVICE, [readDelivery(delivery)]);
}

const row = async (eventId: string) =>
  (await pool.query("SELECT * FROM inbox WHERE event_id = $1", [eventId])).rows[0];

async function givenUp(eventId: string): Promise<void> {
  const client = await pool.connect();
  const { id } = await row(eventId);
  await markDead(client, id, new ServiceFailure("business", "no such mailbox"));
  client.release();
}

/** A redrive that has sent the dead letter of an event. @returns its headers */
async function redriveOf(eventId: string, sentThrough = 1): Promise<HeaderTable> {
  const id = randomUUID();
  await pool.query(
    `WITH a AS (INSERT INTO dead_letter_groups (key, vhost, queue, failed_queue, exchange, reason, signature, first_at, last_at)
       VALUES (gen_random_uuid(), '/', 'complaints.events.dlq', $3, 'complaints.events', 'rejected', '', now(), now()) RETURNING id)
     , d AS (INSERT INTO dead_letter_contents (vhost, queue, died_at, digest, exchange, routing_key, reason, deaths, body_size, event_id)
       VALUES ('/', 'complaints.events.dlq', now(), gen_random_uuid(), 'complaints.events.dlx', '', 'rejected', 1, 0, $2) RETURNING id)
     , s AS (INSERT INTO dead_letter_states (id, group_id, vhost, queue, state)
       SELECT d.id, a.id, '/', 'complaints.events.dlq', 'held' FROM a, d)
     , r AS (INSERT INTO redrives (id, status, vhost, selection, destination, ramp, total, created_by, sent_through)
       VALUES ($1, 'running', '/', '{}', '{}', '{}', 1, 'Otto', $4) RETURNING id)
     INSERT INTO redrive_messages (redrive_id, ordinal, dead_letter_id, version) SELECT r.id, 1, d.id, 0 FROM r, d`,
    [id, eventId, SERVICE, sentThrough],
  );
  return { [HEADERS.redrive]: id, [HEADERS.message]: 1, [HEADERS.exchange]: "complaints.events" };
}

describe("an event that its service gave up", () => {
  it("is handled once more when a redrive brings it, with the content that it has now", async () => {
    const eventId = randomUUID();
    await arrives(eventId);
    await givenUp(eventId);
    expect(await arrives(eventId, await redriveOf(eventId), "mended")).toBe(1);
    const again = await row(eventId);
    expect(again).toMatchObject({ state: "waiting", redriven: true, attempts: 0, error: null });
    expect(again.exchange).toBe("complaints.events");
    expect(again.body.toString()).toContain("mended");
  });

  it("tells with its next dead letter which redrive brought it", async () => {
    const eventId = randomUUID();
    await arrives(eventId);
    await givenUp(eventId);
    const headers = await redriveOf(eventId);
    await arrives(eventId, headers);
    await givenUp(eventId);
    const { rows } = await pool.query(
      "SELECT exchange, headers FROM outbox WHERE properties->>'messageId' = $1 ORDER BY id DESC LIMIT 1",
      [eventId],
    );
    expect(rows[0].exchange).toBe("complaints.events.dlx");
    expect(rows[0].headers).toMatchObject({
      [HEADERS.redrive]: headers[HEADERS.redrive],
      [HEADERS.message]: 1,
    });
  });

  it("stays given up when somebody merely says that it was redriven", async () => {
    const eventId = randomUUID();
    await arrives(eventId);
    await givenUp(eventId);
    const ofAnother = await redriveOf(randomUUID());
    const notSent = await redriveOf(eventId, 0);
    const nowhere = { ...ofAnother, [HEADERS.redrive]: randomUUID() };
    for (const headers of [ofAnother, notSent, nowhere]) expect(await arrives(eventId, headers)).toBe(0);
    expect(await row(eventId)).toMatchObject({ state: "dead", redriven: false });
  });

  it("is not handled twice when it was handled in the end", async () => {
    const eventId = randomUUID();
    await arrives(eventId);
    const client = await pool.connect();
    await markDone(client, (await row(eventId)).id);
    client.release();
    expect(await arrives(eventId, await redriveOf(eventId))).toBe(0);
    expect((await row(eventId)).state).toBe("done");
  });
});

it("goes to a dead-letter exchange that is there, whatever brought it", async () => {
  const delivery = storedDelivery({
    receivedAt: 0,
    vhost: "/",
    exchange: "",
    routingKey: SERVICE,
    redelivered: false,
    rawProperties: encodeProperties({}, {}),
    body: Buffer.from("no JSON"),
    oversize: null,
  });
  await storeDeliveries(pool, SERVICE, [readDelivery(delivery)]);
  const { rows } = await pool.query("SELECT exchange FROM outbox ORDER BY id DESC LIMIT 1");
  expect(rows[0].exchange).toBe("complaints.events.dlx");
});
