import type { Channel, ChannelModel } from "amqplib";
import pg, { type Pool } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openConnection } from "@/server/broker/connection";
import { createPool, createPrisma } from "@/server/db";
import { openBody } from "@/server/event-store/seal";
import { createLogger } from "@/server/logger";
import { UNMASKED } from "@/server/masking/masker";
import { QuarantineImport } from "@/server/quarantine/import-quarantined";
import { orderEvent } from "@/server/testing/arrivals";
import { TEST_IMPORTER } from "@/server/testing/by";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { until } from "@/server/testing/until";
import { createTestVhost, type TestVhost } from "@/server/testing/vhost";
import { MAX_BODY_BYTES } from "./ingest-session";
import { type Ingest, startIngest } from "./start-ingest";

const QUEUE = "audit";
let database: TestDatabase;
let vhost: TestVhost;
let pool: Pool;
let ingest: Ingest;
let connection: ChannelModel;
let channel: Channel;

beforeAll(async () => {
  [database, vhost] = await Promise.all([createTestDatabase(), createTestVhost()]);
  pool = createPool(database.url, "test");
  connection = await openConnection({ url: vhost.url }, "test");
  channel = await connection.createConfirmChannel();
  await channel.assertExchange("orders", "topic", { durable: true });
  await channel.assertQueue(QUEUE, { durable: true, arguments: { "x-single-active-consumer": true } });
  await channel.bindQueue(QUEUE, "orders", "#");
  ingest = start("first");
});
afterAll(async () => {
  await ingest.stop();
  await connection.close();
  await pool.end();
  await vhost.drop();
  await database.drop();
});

function start(holder: string): Ingest {
  return startIngest({
    target: { url: vhost.url },
    vhosts: [vhost.vhost],
    queue: QUEUE,
    holder,
    pool,
    secret: Buffer.alloc(32, 3),
    logger: createLogger({ service: "test", level: "silent" }),
    brokerStartedAt: async () => new Date(0),
    isDeadLetterExchange: (_vhost, exchange) => exchange === "orders.dlx",
    mappingFor: () => undefined,
    onStored: () => {},
  });
}

const stored = async (routingKey: string) =>
  (await pool.query("SELECT * FROM messages WHERE routing_key = $1 ORDER BY id", [routingKey])).rows;
const arrived = (routingKey: string, count = 1) =>
  until(async () => {
    const rows = await stored(routingKey);
    return rows.length >= count ? rows : null;
  });

describe("a message on the audit queue", () => {
  it("is stored with the bytes of its headers, also where JavaScript has no type for them", async () => {
    const headers = { big: 2 ** 40, float: 1.5, at: { "!": "timestamp", value: 1_700_000_000 }, nul: "a\0b" };
    channel.publish("orders", "types", Buffer.from("{}"), { headers, persistent: true });
    const [row] = await arrived("types");
    expect(row.headers).toMatchObject({ big: 2 ** 40, float: 1.5, nul: "a\uFFFDb" });
    expect(row.raw_properties.includes(Buffer.from("a\0b"))).toBe(true);
  });

  it("is kept whole up to 16 MB, and beyond that with headers, size and digest", async () => {
    const largest = Buffer.alloc(MAX_BODY_BYTES, "x");
    channel.publish("orders", "largest", largest);
    channel.publish("orders", "too-large", Buffer.concat([largest, Buffer.from("y")]), { type: "order.big" });
    channel.publish("orders", "after-it", Buffer.from("{}"));
    const [whole] = await arrived("largest");
    expect(openBody(whole.body_codec, whole.body).equals(largest)).toBe(true);
    const [cut] = await arrived("too-large");
    expect(cut).toMatchObject({ body: null, body_size: MAX_BODY_BYTES + 1, anomalies: ["body not kept"] });
    expect(cut.content_digest).not.toBe(whole.content_digest);
    await arrived("after-it");
  });

  it("that died is told from one that a client published again", async () => {
    await channel.assertExchange("orders.dlx", "fanout", { durable: true });
    await channel.bindQueue(QUEUE, "orders.dlx", "");
    await channel.assertQueue("work", { arguments: { "x-dead-letter-exchange": "orders.dlx" } });
    await channel.bindQueue("work", "orders", "dies");
    channel.publish("orders", "dies", Buffer.from(JSON.stringify(orderEvent("dies"))));
    const dead = await until(async () => (await channel.get("work")) || null);
    channel.reject(dead, false);
    const [, death] = await arrived("dies", 2);
    expect(death).toMatchObject({ exchange: "orders.dlx", arrival: "dead_lettered", reading: "duplicate" });

    channel.publish("orders", "dies", dead.content, {
      headers: { "x-death": [{ queue: "work", exchange: "orders" }] },
    });
    expect((await arrived("dies", 3))[2]).toMatchObject({ arrival: "retried", reading: "duplicate" });
  });

  it("that no reader knows is kept with the reason", async () => {
    channel.publish("orders", "", Buffer.from([0xff, 0xfe, 0]));
    const [row] = await arrived("");
    expect(row).toMatchObject({ reading: "unreadable", event_type: null });
    expect(row.unreadable_reason).toContain("not JSON");
    expect(row.body).toEqual(Buffer.from([0xff, 0xfe, 0]));
  });

  it("goes to the next worker when its own is stopped, in order and once", async () => {
    const second = start("second");
    for (let n = 0; n < 200; n++) channel.publish("orders", "handover", Buffer.from(JSON.stringify({ n })));
    await ingest.stop();
    for (let n = 200; n < 400; n++) channel.publish("orders", "handover", Buffer.from(JSON.stringify({ n })));
    const rows = await arrived("handover", 400);
    expect(rows.map((row) => JSON.parse(row.body).n)).toEqual(Array.from({ length: 400 }, (_, n) => n));
    ingest = second;
  });
});

describe("a message that the database refuses", () => {
  const importer = () => new QuarantineImport(createPrisma(database.url), pool);

  it("goes to quarantine alone, holds nothing up, and is imported when the database takes it", async () => {
    await pool.query(
      `ALTER TABLE messages ADD CONSTRAINT refuse_poison CHECK (routing_key <> 'poison') NOT VALID`,
    );
    for (let n = 0; n < 20; n++) {
      channel.publish(
        "orders",
        n === 7 ? "poison" : "healthy",
        Buffer.from(JSON.stringify(orderEvent(`q-${n}`))),
      );
    }
    await arrived("healthy", 19);
    const waiting = await until(async () => {
      const { rows } = await pool.query("SELECT id, reason, error_code FROM quarantined_messages");
      return rows.length > 0 ? rows : null;
    });
    expect(waiting).toHaveLength(1);
    expect(waiting[0]).toMatchObject({ error_code: "23514" });

    const refused = { code: "CONFLICT" };
    await expect(importer().one(TEST_IMPORTER, waiting[0].id, UNMASKED)).rejects.toMatchObject(refused);
    await pool.query("ALTER TABLE messages DROP CONSTRAINT refuse_poison");
    const imported = await importer().one(TEST_IMPORTER, waiting[0].id, UNMASKED);
    expect(imported.attempts).toBe(2);
    expect((await stored("poison"))[0]).toMatchObject({ stream_id: "Order-q-7", reading: "event" });
    await expect(importer().one(TEST_IMPORTER, waiting[0].id, UNMASKED)).rejects.toMatchObject(refused);
    expect(await stored("poison")).toHaveLength(1);
  });

  it("is not one that arrives while the database is away", async () => {
    const admin = new pg.Client({ connectionString: database.url });
    await admin.connect();
    await admin.query(`ALTER DATABASE ${database.name} CONNECTION LIMIT 0`);
    await admin.query("ALTER TABLE messages RENAME TO messages_away");
    channel.publish("orders", "outage", Buffer.from(JSON.stringify(orderEvent("outage"))));
    await until(async () => ingest.status()[0]!.state === "failing" || null);
    await admin.query("ALTER TABLE messages_away RENAME TO messages");
    await admin.query(`ALTER DATABASE ${database.name} CONNECTION LIMIT -1`);
    await admin.end();
    await arrived("outage");
    expect((await pool.query("SELECT 1 FROM quarantined_messages WHERE imported_at IS NULL")).rowCount).toBe(
      0,
    );
  });
});
