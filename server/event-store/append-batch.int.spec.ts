import { randomUUID } from "node:crypto";
import type { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPool } from "@/server/db";
import { orderEvent, testRecord } from "@/server/testing/arrivals";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { BatchWriter, findCommitted } from "./append-batch";
import { packDigests } from "./delivery-digest";
import { acquireIngestLease } from "./ingest-lease";
import { quarantine } from "./quarantine";
import type { ArrivalRecord } from "./record";
import { RecordIds } from "./record-ids";

let database: TestDatabase;
let pool: Pool;
const ids = new RecordIds();
const writer = new BatchWriter();

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, "test");
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

async function append(records: ArrivalRecord[]) {
  const client = await pool.connect();
  try {
    const firstRecord = await ids.take(client, records.length);
    return await writer.append(client, records, { firstRecord, lease: null });
  } finally {
    client.release();
  }
}

const row = async (id: number) => (await pool.query("SELECT * FROM messages WHERE id = $1", [id])).rows[0];

describe("a batch of arrivals", () => {
  it("keeps every field as it came", async () => {
    const record = testRecord({
      json: orderEvent("o-1"),
      headers: { "x-tenant": "bücher", n: 1 },
      rawProperties: Buffer.from([0x20, 0, 0, 0, 0, 0]),
      routingKey: "clé.ünïcode",
      redelivered: true,
    });
    const { placements } = await append([record]);
    expect(await row(placements[0]!.id)).toMatchObject({
      vhost: "/",
      exchange: "orders",
      routing_key: "clé.ünïcode",
      arrival: "published",
      redelivered: true,
      headers: { "x-tenant": "bücher", n: 1 },
      raw_properties: Buffer.from([0x20, 0, 0, 0, 0, 0]),
      reading: "event",
      event_type: "ORDER_CREATED",
      stream_id: "Order-o-1",
      stream_seq: "1",
      correlation_id: "c-o-1",
      declared_version: "1",
      body_size: record.bodySize,
    });
  });

  it("gives the events of a stream dense numbers over batches, in order of arrival", async () => {
    const events = Array.from({ length: 7 }, () => testRecord({ json: orderEvent("dense") }));
    const first = await append(events.slice(0, 3));
    const second = await append(events.slice(3));
    expect([...first.placements, ...second.placements].map((p) => p.streamSeq)).toEqual([
      1, 2, 3, 4, 5, 6, 7,
    ]);
  });

  it("recognises another arrival of the same event, in the same batch and in a later one", async () => {
    const event = orderEvent("dup");
    const { placements } = await append([testRecord({ json: event }), testRecord({ json: event })]);
    const later = await append([testRecord({ json: event })]);
    expect(placements.map((p) => p.reading)).toEqual(["event", "duplicate"]);
    expect(later.placements[0]).toMatchObject({ reading: "duplicate", streamSeq: null });
    expect(later.placements[0]!.first!.id).toBe(placements[0]!.id);
  });

  it("keeps both when an id comes again with other content, and says so", async () => {
    const eventId = randomUUID();
    await append([testRecord({ json: orderEvent("clash", { eventId, note: "one" }) })]);
    const { placements } = await append([
      testRecord({ json: orderEvent("clash", { eventId, note: "two" }) }),
    ]);
    expect(placements[0]).toMatchObject({ reading: "clash", streamSeq: 2 });
    expect((await row(placements[0]!.id)).anomalies).toEqual(["event id clash"]);
  });

  it("never lets one source suppress the event of another by using its id", async () => {
    const event = orderEvent("other-source");
    await append([testRecord({ json: event, exchange: "billing" })]);
    const { placements } = await append([testRecord({ json: event, exchange: "orders" })]);
    expect(placements[0]!.reading).toBe("event");
  });

  it("keeps equal messages without an id apart", async () => {
    const json = { type: "order.created", payload: { orderId: "no-id" } };
    const { placements } = await append([testRecord({ json }), testRecord({ json })]);
    expect(placements.map((p) => p.reading)).toEqual(["event", "event"]);
  });

  it("does not let a foreign arrival extend a stream of ours", async () => {
    await pool.query(
      `INSERT INTO streams VALUES ('/', 'Order-owned', 'Order', 'owned', 5, true, now(), now())`,
    );
    const { placements } = await append([testRecord({ json: orderEvent("owned") })]);
    expect(placements[0]).toMatchObject({ reading: "intrusion", streamSeq: null });
    expect((await row(placements[0]!.id)).anomalies).toEqual(["stream is owned"]);
  });

  it("counts into the rollups exactly what the rows say", async () => {
    const { rows } = await pool.query(`
      SELECT coalesce(r.exchange, t.exchange) AS exchange, r.count AS raw, t.count AS rollup, r.bytes, t.bytes AS rollup_bytes
      FROM (SELECT date_trunc('minute', received_at) AS minute, exchange, arrival, reading, coalesce(event_type, '') AS event_type,
                   count(*), sum(body_size) AS bytes FROM messages GROUP BY 1, 2, 3, 4, 5) AS r
      FULL JOIN traffic_minutes AS t USING (minute, exchange, arrival, reading, event_type)
      WHERE r.count IS DISTINCT FROM t.count OR r.bytes IS DISTINCT FROM t.bytes`);
    expect(rows).toEqual([]);
  });

  it("stores all of it or nothing", async () => {
    const before = await counts();
    const bad = { ...testRecord({ json: orderEvent("atomic") }), headersJson: "{not json" };
    await expect(append([testRecord({ json: orderEvent("atomic") }), bad])).rejects.toMatchObject({
      code: "22P02",
    });
    expect(await counts()).toEqual(before);
  });

  it("refuses to change what was recorded", async () => {
    const { placements } = await append([testRecord({ json: orderEvent("immutable") })]);
    await expect(
      pool.query("UPDATE messages SET actor = 'x' WHERE id = $1", [placements[0]!.id]),
    ).rejects.toThrow(/append-only/);
    await expect(pool.query("DELETE FROM messages WHERE id = $1", [placements[0]!.id])).rejects.toThrow(
      /append-only/,
    );
  });

  async function counts() {
    const { rows } =
      await pool.query(`SELECT (SELECT count(*) FROM messages) AS messages, (SELECT count(*) FROM event_keys) AS keys,
      (SELECT sum(version) FROM streams) AS versions, (SELECT sum(count) FROM traffic_minutes) AS traffic, (SELECT count(*) FROM batches) AS batches`);
    return rows[0];
  }
});

describe("the lease of an audit queue", () => {
  it("lets only its newest holder commit", async () => {
    const old = await acquireIngestLease(pool, "q1", "old worker");
    const next = await acquireIngestLease(pool, "q1", "new worker");
    const client = await pool.connect();
    const record = testRecord({ json: orderEvent("fenced") });
    await expect(
      writer.append(client, [record], { firstRecord: await ids.take(client, 1), lease: old }),
    ).rejects.toMatchObject({ code: "CONFLICT" });
    await writer.append(client, [record], { firstRecord: await ids.take(client, 1), lease: next });
    client.release();
  });

  it("hands over the digests of what was committed, quarantine included, in order", async () => {
    const lease = await acquireIngestLease(pool, "q2", "w");
    const client = await pool.connect();
    const records = [1, 2, 3, 4].map((n) => testRecord({ json: { n } }));
    const take = async (count: number) => ({ firstRecord: await ids.take(client, count), lease });
    await writer.append(client, records.slice(0, 2), await take(2));
    await quarantine(client, records[2]!, { reason: "test", code: "22000" }, await take(1));
    lease.ackedThrough = Number(
      (await pool.query("SELECT max(id) AS id FROM batches WHERE queue = 'q2'")).rows[0].id,
    );
    await writer.append(client, records.slice(3), await take(1));
    client.release();
    const next = await acquireIngestLease(pool, "q2", "w2");
    expect(next.tail).toEqual(packDigests(records.map((record) => record.deliveryDigest)));
    expect(next.unackedAtMost).toBe(1);
  });

  it("tells a batch whose answer was lost from one that never was", async () => {
    const lease = await acquireIngestLease(pool, "q3", "w");
    const client = await pool.connect();
    const firstRecord = await ids.take(client, 1);
    expect(await findCommitted(client, "q3", firstRecord)).toBeNull();
    const { batchId } = await writer.append(client, [testRecord()], { firstRecord, lease });
    expect(await findCommitted(client, "q3", firstRecord)).toBe(batchId);
    client.release();
  });
});
