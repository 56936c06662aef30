import { randomBytes } from "node:crypto";
import type { ChannelModel, ConfirmChannel } from "amqplib";
import type { Pool } from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openConnection } from "@/server/broker/connection";
import { createPool } from "@/server/db";
import { ensurePartitions } from "@/server/event-store/partitions";
import { createLogger } from "@/server/logger";
import { testRecord } from "@/server/testing/arrivals";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { storeArrivals } from "@/server/testing/store-arrivals";
import { until } from "@/server/testing/until";
import { createTestVhost, type TestVhost } from "@/server/testing/vhost";
import { type Ingest, startIngest } from "./start-ingest";

const QUEUE = "audit";
const MEGABYTE = 1 << 20;
let database: TestDatabase;
let vhost: TestVhost;
let pool: Pool;
let connection: ChannelModel;
let channel: ConfirmChannel;

beforeEach(async () => {
  [database, vhost] = await Promise.all([createTestDatabase(), createTestVhost()]);
  pool = createPool(database.url, "test");
  connection = await openConnection({ url: vhost.url }, "test");
  channel = await connection.createConfirmChannel();
  await channel.assertQueue(QUEUE, { durable: true, arguments: { "x-single-active-consumer": true } });
});
afterEach(async () => {
  await connection.close();
  await pool.end();
  await vhost.drop();
  await database.drop();
});

function start(brokerStartedAt: Date | null = new Date(0)): Ingest {
  return startIngest({
    target: { url: vhost.url },
    vhosts: [vhost.vhost],
    queue: QUEUE,
    holder: "test",
    pool,
    secret: Buffer.alloc(32, 3),
    logger: createLogger({ service: "test", level: "silent" }),
    brokerStartedAt: async () => brokerStartedAt,
    isDeadLetterExchange: () => false,
    mappingFor: () => undefined,
    onStored: () => {},
  });
}

async function publish(bodies: readonly Buffer[], headers = {}): Promise<void> {
  for (const body of bodies) channel.sendToQueue(QUEUE, body, { persistent: true, headers });
  await channel.waitForConfirms();
}

/** Delivers everything that waits to a consumer that dies with it: what comes next is marked as redelivered. */
async function deliverToTheDead(count: number): Promise<void> {
  const other = await openConnection({ url: vhost.url }, "dies");
  const consumer = await other.createChannel();
  let delivered = 0;
  await consumer.consume(QUEUE, () => {
    delivered++;
  });
  await until(async () => delivered === count || null);
  await other.close();
}

const stored = async () => Number((await pool.query("SELECT count(*) FROM messages")).rows[0].count);
/** Waits until the queue is empty and everything taken from it is acked: then what is stored is final. */
async function settled(): Promise<number> {
  await until(async () => {
    const { rows } = await pool.query(
      "SELECT 1 FROM ingest_leases WHERE acked_through = (SELECT max(id) FROM batches WHERE queue IS NOT NULL)",
    );
    return ((await channel.checkQueue(QUEUE)).messageCount === 0 && rows.length > 0) || null;
  });
  return stored();
}

describe("more bodies than the byte budget holds", () => {
  it("are all stored, and a stop ends", async () => {
    await publish(Array.from({ length: 60 }, () => randomBytes(MEGABYTE)));
    const ingest = start();
    await until(async () => (await stored()) === 60 || null);
    await ingest.stop();
  });

  it("are stored once when the broker lost the acks of all of them", async () => {
    const bodies = Array.from({ length: 40 }, () => randomBytes(MEGABYTE));
    const first = start();
    for (const body of bodies) await publish([body]);
    await until(async () => (await stored()) === 40 || null);
    await settled();
    await first.stop();
    await publish(bodies);
    await deliverToTheDead(40);
    const second = start(new Date());
    // One more tells that those before it are done with.
    await publish([Buffer.from("{}")]);
    await until(async () => (await stored()) > 40 || null);
    expect(await settled()).toBe(41);
    await second.stop();
  });
});

describe("a message with a header that breaks our own code", () => {
  it("is stored, and so is what comes after it", async () => {
    const table = Object.defineProperty({}, "__proto__", { value: Buffer.from([1]), enumerable: true });
    await publish([Buffer.from("{}")], { a: table });
    await publish([Buffer.from("{}"), Buffer.from("{}")]);
    const ingest = start();
    await until(async () => (await stored()) === 3 || null);
    await ingest.stop();
  });
});

describe("equal messages without an id", () => {
  it("are all kept when a worker dies with some in hand and nobody knows whether the broker did", async () => {
    const beat = (count: number) => Array.from({ length: count }, () => Buffer.from("{}"));
    const first = start(null);
    await publish(beat(500));
    await until(async () => (await stored()) === 500 || null);
    await settled();
    await first.stop();
    await publish(beat(300));
    await deliverToTheDead(300);
    const second = start(null);
    await until(async () => (await stored()) === 800 || null);
    await second.stop();
  });
});

describe("a partition that is due while somebody reads for long", () => {
  it("waits for another time and holds nobody up", async () => {
    const reader = await pool.connect();
    await reader.query("BEGIN");
    await reader.query("SELECT count(*) FROM messages");
    const made = await ensurePartitions(pool, new Date(), new Date());
    await storeArrivals(database.url, [testRecord({ json: { a: 1 } })]);
    await reader.query("ROLLBACK");
    reader.release();
    expect(made).toEqual([]);
    expect(
      await ensurePartitions(pool, new Date(Date.now() + 86_400_000), new Date(Date.now() + 86_400_000)),
    ).toHaveLength(1);
  });
});
