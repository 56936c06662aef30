import { randomUUID } from "node:crypto";
import type { ChannelModel, ConfirmChannel } from "amqplib";
import type { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openConnection } from "@/server/broker/connection";
import { createPool } from "@/server/db";
import { inTransaction } from "@/server/event-store/append-batch";
import { type OwnAppend, OwnStore } from "@/server/event-store/append-own";
import { countMessages } from "@/server/event-store/count-messages";
import { readLog } from "@/server/event-store/read-log";
import { createSearchPool, searchMessages } from "@/server/event-store/search-messages";
import { sequence } from "@/server/event-store/sequencer";
import { readOwnStream } from "@/server/event-store/stored-event";
import { countedMinutes } from "@/server/event-store/traffic-series";
import { type Ingest, startIngest } from "@/server/ingest/start-ingest";
import { createLogger } from "@/server/logger";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { until } from "@/server/testing/until";
import { createTestVhost, type TestVhost } from "@/server/testing/vhost";

const EXCHANGE = "complaints.events";
const SECRET = Buffer.alloc(32, 3);
let database: TestDatabase;
let vhost: TestVhost;
let pool: Pool;
let search: Pool;
let ingest: Ingest;
let connection: ChannelModel;
let channel: ConfirmChannel;
const store = new OwnStore(SECRET, () => {});

beforeAll(async () => {
  [database, vhost] = await Promise.all([createTestDatabase(), createTestVhost()]);
  pool = createPool(database.url, "test", 20);
  search = createSearchPool(database.url);
  connection = await openConnection({ url: vhost.url }, "test");
  channel = await connection.createConfirmChannel();
  await channel.assertExchange(EXCHANGE, "topic", { durable: true });
  await channel.assertQueue("audit", { arguments: { "x-single-active-consumer": true } });
  await channel.bindQueue("audit", EXCHANGE, "#");
  ingest = startIngest({
    target: { url: vhost.url },
    vhosts: [vhost.vhost],
    queue: "audit",
    holder: "test",
    pool,
    secret: SECRET,
    logger: createLogger({ service: "test", level: "silent" }),
    brokerStartedAt: async () => new Date(0),
    isDeadLetterExchange: () => false,
    mappingFor: () => undefined,
    onStored: () => {},
  });
});
afterAll(async () => {
  await ingest.stop();
  await connection.close();
  await Promise.all([pool.end(), search.end()]);
  await vhost.drop();
  await database.drop();
});

const at = new Date("2026-11-21T12:00:00.123Z");

function appendOf(id: string, fields: Partial<OwnAppend> & { types?: string[] } = {}): OwnAppend {
  const { types = ["COMPLAINT_CREATED"], ...rest } = fields;
  return {
    vhost: vhost.vhost,
    exchange: EXCHANGE,
    service: "complaint-service",
    aggregateType: "Complaint",
    aggregateId: id,
    expectedVersion: 0,
    correlationId: `correlation-${id}`,
    at,
    events: types.map((eventType) => ({
      eventId: randomUUID(),
      eventType,
      eventData: { complaintId: id, title: "Né cassé" },
      actor: "agent-1",
    })),
    ...rest,
  };
}

async function append(fields: OwnAppend) {
  const client = await pool.connect();
  try {
    return await inTransaction(client, () => store.append(client, fields));
  } finally {
    client.release();
  }
}

const rowsOf = async (id: string) =>
  (
    await pool.query("SELECT * FROM messages WHERE stream_id = $1 ORDER BY arrival = 'echo', id", [
      `Complaint-${id}`,
    ])
  ).rows;

/** Publishes what waits in the outbox for a stream, as the relay does it. */
async function publishWaiting(id: string): Promise<void> {
  const { rows } = await pool.query("SELECT * FROM outbox WHERE lane = $1 ORDER BY id", [
    `${vhost.vhost}/Complaint-${id}`,
  ]);
  for (const { exchange, routing_key, properties, headers, body } of rows) {
    channel.publish(exchange, routing_key, body, { ...properties, headers });
  }
  await channel.waitForConfirms();
}

describe("events that Sillage appends", () => {
  it("stand in the store with their places, before anything is published", async () => {
    const id = randomUUID();
    const { version, events } = await append(
      appendOf(id, { types: ["COMPLAINT_CREATED", "COMPLAINT_ASSIGNED"] }),
    );
    expect(version).toBe(2);
    expect(events.map((event) => event.metadata.version)).toEqual([1, 2]);
    const rows = await rowsOf(id);
    expect(rows).toHaveLength(2);
    expect(rows[1]).toMatchObject({
      arrival: "appended",
      reading: "event",
      routing_key: "complaint.assigned",
      producer: "complaint-service",
      stream_seq: "2",
      declared_version: "2",
      actor: "agent-1",
      correlation_id: `correlation-${id}`,
      received_at: at,
    });
    const head = await pool.query("SELECT version, owned FROM streams WHERE aggregate_id = $1", [id]);
    expect(head.rows).toEqual([{ version: "2", owned: true }]);
  });

  it("are read back as they were, whole and in part, with their place in the log", async () => {
    const id = randomUUID();
    const streamId = `Complaint-${id}`;
    const first = await append(appendOf(id));
    const later = new Date(at.getTime() + 1_000);
    const second = await append(
      appendOf(id, { expectedVersion: 1, at: later, types: ["COMPLAINT_ASSIGNED", "COMPLAINT_PROCESSED"] }),
    );
    expect(await readOwnStream(pool, vhost.vhost, streamId)).toEqual([...first.events, ...second.events]);
    await sequence(pool);
    const placed = await readOwnStream(pool, vhost.vhost, streamId);
    const log = new Map((await readLog(pool, 0, 10_000)).map((entry) => [entry.position, entry.id]));
    const ids = (await rowsOf(id)).map((row) => Number(row.id));
    expect(placed.map((event) => log.get(event.position!))).toEqual(ids);

    const versions = async (range: Parameters<typeof readOwnStream>[3]) =>
      (await readOwnStream(pool, vhost.vhost, streamId, range)).map((event) => event.metadata.version);
    expect(await versions({ from: 2 })).toEqual([2, 3]);
    expect(await versions({ upTo: 2 })).toEqual([1, 2]);
    expect(await versions({ at })).toEqual([1]);
    expect(await versions({ from: 2, limit: 1 })).toEqual([2]);
  });

  it("are refused where the stream has another version than expected, and the transaction may go on", async () => {
    const id = randomUUID();
    await append(appendOf(id));
    const client = await pool.connect();
    try {
      await inTransaction(client, async () => {
        for (const expectedVersion of [0, 2]) {
          await expect(store.append(client, appendOf(id, { expectedVersion }))).rejects.toMatchObject({
            code: "CONFLICT",
            details: { expectedVersion, actualVersion: 1 },
          });
        }
        await store.append(client, appendOf(id, { expectedVersion: 1 }));
      });
    } finally {
      client.release();
    }
    expect(await rowsOf(id)).toHaveLength(2);
  });

  it("win or lose whole when many are decided from one version", async () => {
    const id = randomUUID();
    await append(appendOf(id));
    for (const expectedVersion of [1, 3]) {
      const types = ["COMPLAINT_ASSIGNED", "COMPLAINT_PROCESSED"];
      const tries = Array.from({ length: 8 }, () => append(appendOf(id, { expectedVersion, types })));
      const outcomes = await Promise.allSettled(tries);
      expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
    }
    expect((await rowsOf(id)).map((row) => Number(row.stream_seq))).toEqual([1, 2, 3, 4, 5]);
    expect((await pool.query("SELECT 1 FROM outbox WHERE lane LIKE '%' || $1", [id])).rowCount).toBe(5);
  });

  it("leave nothing behind when their transaction is rolled back", async () => {
    const id = randomUUID();
    const client = await pool.connect();
    const failing = inTransaction(client, async () => {
      await store.append(client, appendOf(id));
      throw new Error("told to roll back");
    });
    await expect(failing).rejects.toThrow("told to roll back");
    client.release();
    expect(await rowsOf(id)).toEqual([]);
    await append(appendOf(id));
  });

  it("are refused under an id that is taken, or when the check says no", async () => {
    const id = randomUUID();
    const first = appendOf(id);
    await append(first);
    const again = append({ ...appendOf(randomUUID()), events: first.events });
    await expect(again).rejects.toMatchObject({ code: "CONFLICT" });
    const strict = new OwnStore(SECRET, (event) => {
      throw new Error(`no ${event.eventType}`);
    });
    const client = await pool.connect();
    await expect(strict.append(client, appendOf(randomUUID()))).rejects.toThrow("no COMPLAINT_CREATED");
    client.release();
  });
});

describe("their publication", () => {
  it("comes back through the tap as an echo, linked to what was appended, byte for byte", async () => {
    const id = randomUUID();
    await append(appendOf(id));
    await publishWaiting(id);
    const [appended, echo] = await until(async () => {
      const rows = await rowsOf(id);
      return rows.length === 2 ? rows : null;
    });
    expect(echo).toMatchObject({ arrival: "echo", reading: "duplicate", stream_seq: null, anomalies: null });
    expect([echo.first_id, echo.first_received_at]).toEqual([appended.id, appended.received_at]);
    expect(echo.raw_properties).toEqual(appended.raw_properties);
    for (const field of [
      "body",
      "content_digest",
      "exchange",
      "routing_key",
      "event_id",
      "producer",
      "actor",
    ]) {
      expect(echo[field]).toEqual(appended[field]);
    }
    await publishWaiting(id);
    await until(async () => ((await rowsOf(id)).length === 3 ? true : null));
    expect((await rowsOf(id))[2]).toMatchObject({ arrival: "echo", first_id: appended.id });
  });

  it("is told from somebody else's message that claims the stream, or the event with other content", async () => {
    const id = randomUUID();
    const { events } = await append(appendOf(id));
    const publish = (event: object) =>
      channel.publish(EXCHANGE, "complaint.created", Buffer.from(JSON.stringify(event)), {
        appId: "complaint-service",
        persistent: true,
      });
    const { position: _, ...event } = events[0]!;
    publish({ ...event, eventId: randomUUID() });
    publish({ ...event, eventData: { title: "forged" } });
    const rows = await until(async () => {
      const found = await rowsOf(id);
      return found.length === 3 ? found : null;
    });
    expect(rows.slice(1).map((row) => [row.arrival, row.reading, row.stream_seq])).toEqual([
      ["published", "intrusion", null],
      ["published", "intrusion", null],
    ]);
    expect(await readOwnStream(pool, vhost.vhost, `Complaint-${id}`)).toHaveLength(1);
  });

  it("alone counts as traffic; the appended event is found by its stream, and where it is asked for", async () => {
    const id = randomUUID();
    await append(appendOf(id, { exchange: "counted" }));
    const found = async (filter: Parameters<typeof countMessages>[1]) => {
      const { rows } = await searchMessages(search, { filter, limit: 10, counted: "none" });
      const count = await countMessages(search, filter);
      expect(count).toEqual({ value: rows.length, exact: true });
      return rows.map((row) => row.arrival);
    };
    const from = new Date(at.getTime() - 60_000);
    const traffic = countedMinutes({ exchange: "counted", from }).toQuery();
    expect((await pool.query(traffic)).rows).toEqual([]);
    expect(await found({ exchange: "counted", from })).toEqual([]);
    expect(await found({ exchange: "counted", arrival: "appended", from })).toEqual(["appended"]);
    expect(await found({ streamId: `Complaint-${id}`, from })).toEqual(["appended"]);
    const counted = await pool.query("SELECT 1 FROM traffic_minutes WHERE arrival = 'appended'");
    expect(counted.rowCount).toBe(0);
  });
});
