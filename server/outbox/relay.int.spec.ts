import { randomUUID } from "node:crypto";
import type { Channel, ChannelModel, GetMessage } from "amqplib";
import type { Pool } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openConnection } from "@/server/broker/connection";
import { createPool } from "@/server/db";
import { inTransaction } from "@/server/event-store/append-batch";
import { type OutboxMessage, putIntoOutbox } from "@/server/event-store/outbox-message";
import { createLogger } from "@/server/logger";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { until } from "@/server/testing/until";
import { createTestVhost, type TestVhost } from "@/server/testing/vhost";
import { claimHeads, putBack, settlePublished } from "./outbox-store";
import { Relay } from "./relay";

const EXCHANGE = "complaints.events";
let database: TestDatabase;
let vhost: TestVhost;
let pool: Pool;
let connection: ChannelModel;
let channel: Channel;
const running = new Set<Relay>();

beforeAll(async () => {
  [database, vhost] = await Promise.all([createTestDatabase(), createTestVhost()]);
  pool = createPool(database.url, "test", 20);
  connection = await openConnection({ url: vhost.url }, "test");
  channel = await connection.createChannel();
  await channel.assertExchange(EXCHANGE, "topic", { durable: true });
});
beforeEach(async () => {
  await channel.assertQueue("services", { durable: true });
  await channel.bindQueue("services", EXCHANGE, "complaint.#");
});
afterEach(async () => {
  for (const relay of running) await relay.stop();
  running.clear();
  await channel.deleteQueue("services");
  await pool.query("TRUNCATE outbox");
});
afterAll(async () => {
  await connection.close();
  await pool.end();
  await vhost.drop();
  await database.drop();
});

function startRelay(onPublished: (message: OutboxMessage) => void = () => {}): Relay {
  const relay = new Relay({
    target: { url: vhost.url },
    vhost: vhost.vhost,
    pool,
    logger: createLogger({ service: "test", level: "silent" }),
    onPublished,
  });
  running.add(relay);
  relay.start();
  return relay;
}

const message = (lane: string, n: number, fields: Partial<OutboxMessage> = {}): OutboxMessage => ({
  lane,
  vhost: vhost.vhost,
  exchange: EXCHANGE,
  routingKey: "complaint.created",
  properties: {
    messageId: randomUUID(),
    deliveryMode: 2,
    contentType: "application/json",
    type: "COMPLAINT_CREATED",
  },
  headers: {},
  body: Buffer.from(JSON.stringify({ lane, n })),
  ...fields,
});

async function put(...messages: OutboxMessage[]): Promise<void> {
  const client = await pool.connect();
  try {
    await inTransaction(client, () => putIntoOutbox(client, messages));
  } finally {
    client.release();
  }
}

const claim = (limit = 100, leaseMs = 60_000) => {
  const token = randomUUID();
  return claimHeads(pool, { vhost: vhost.vhost, claim: token, limit, leaseMs }).then((messages) => ({
    token,
    ids: messages.map((it) => it.id),
    bodies: messages.map((it) => JSON.parse(it.body.toString())),
    messages,
  }));
};
const waiting = async () => (await pool.query("SELECT count(*)::int AS n FROM outbox")).rows[0].n as number;
const emptied = () => until(async () => ((await waiting()) === 0 ? true : null));

/** Everything in the queue, in its order. */
async function delivered(): Promise<GetMessage[]> {
  const messages: GetMessage[] = [];
  for (;;) {
    const next = await channel.get("services", { noAck: true });
    if (!next) return messages;
    messages.push(next);
  }
}
const numbers = (messages: readonly GetMessage[], lane: string): number[] =>
  messages.map((it) => JSON.parse(it.content.toString())).flatMap((it) => (it.lane === lane ? [it.n] : []));

describe("the heads of lanes", () => {
  it("are taken one of each lane, and by nobody else until they are settled or their time is up", async () => {
    await put(message("a", 1), message("a", 2), message("b", 1), message("b", 2));
    const mine = await claim();
    expect(mine.bodies).toEqual([
      { lane: "a", n: 1 },
      { lane: "b", n: 1 },
    ]);
    expect((await claim()).ids).toEqual([]);

    await settlePublished(pool, mine.token, [mine.ids[0]!]);
    expect((await claim(100, 0)).bodies).toEqual([{ lane: "a", n: 2 }]);
    expect((await claim()).bodies).toEqual([{ lane: "a", n: 2 }]);
  });

  it("that could not be published wait, hold up their lane alone, and keep the reason", async () => {
    await put(message("a", 1), message("a", 2), message("b", 1));
    const mine = await claim();
    await putBack(pool, mine.token, [{ id: mine.ids[0]!, reason: "no queue takes it", waitMs: 60_000 }]);
    await settlePublished(pool, mine.token, [mine.ids[1]!]);
    expect((await claim()).ids).toEqual([]);
    const { rows } = await pool.query("SELECT attempts, last_error FROM outbox ORDER BY id");
    expect(rows[0]).toEqual({ attempts: 1, last_error: "no queue takes it" });
    await pool.query("UPDATE outbox SET next_attempt_at = now()");
    expect((await claim()).messages.map((it) => it.attempts)).toEqual([1]);
  });

  it("that were taken over are no longer in the hands of who was too slow", async () => {
    await put(message("a", 1));
    const slow = await claim(100, 0);
    const next = await claim();
    await settlePublished(pool, slow.token, slow.ids);
    await putBack(pool, slow.token, [{ id: slow.ids[0]!, reason: "late", waitMs: 0 }]);
    const { rows } = await pool.query("SELECT claim, attempts FROM outbox");
    expect(rows).toEqual([{ claim: next.token, attempts: 0 }]);
  });

  it("are never two of one lane, however many ask at once", async () => {
    const all = Array.from({ length: 60 }, (_, i) => message(`lane-${i % 20}`, i));
    await put(...all);
    const claims = await Promise.all(Array.from({ length: 12 }, () => claim(7)));
    const lanes = claims.flatMap((it) => it.bodies.map((body) => body.lane));
    expect(new Set(lanes).size).toBe(lanes.length);
  });
});

describe("a relay", () => {
  it("publishes with the properties of the message, and tells what the broker has confirmed", async () => {
    const published: OutboxMessage[] = [];
    const sent = message("a", 1, { headers: { "x-sillage-attempts": 5 } });
    await put(sent);
    startRelay((it) => published.push(it));
    await emptied();
    const [received] = await delivered();
    expect(received?.properties).toMatchObject({ ...sent.properties, headers: { "x-sillage-attempts": 5 } });
    expect(received?.content).toEqual(sent.body);
    expect(published.map((it) => it.properties.messageId)).toEqual([sent.properties.messageId]);
  });

  it("keeps the order of each lane with two more at work, and publishes each message once", async () => {
    for (let n = 0; n < 20; n++) {
      await put(...Array.from({ length: 15 }, (_, lane) => message(`lane-${lane}`, n)));
    }
    for (let i = 0; i < 3; i++) startRelay();
    await emptied();
    const messages = await delivered();
    expect(messages).toHaveLength(300);
    for (let lane = 0; lane < 15; lane++) {
      expect(numbers(messages, `lane-${lane}`)).toEqual(Array.from({ length: 20 }, (_, n) => n));
    }
  });

  it("says why a message is not published, goes on with others, and publishes it when a queue is there", async () => {
    const lost = { routingKey: "nobody.wants.it" };
    await put(
      message("a", 1, lost),
      message("a", 2),
      message("b", 1),
      message("c", 1, { exchange: "absent" }),
    );
    const relay = startRelay();
    const status = await until(async () => {
      const now = await relay.status();
      return now.failing.length === 2 && now.waiting === 3 ? now : null;
    });
    const reasons = new Map(status.failing.map((it) => [it.exchange, it.reason]));
    expect(reasons.get(EXCHANGE)).toContain("no queue takes it (NO_ROUTE)");
    expect(reasons.get("absent")).toContain("NOT_FOUND");
    expect(numbers(await delivered(), "b")).toEqual([1]);

    await channel.bindQueue("services", EXCHANGE, "nobody.#");
    await pool.query("DELETE FROM outbox WHERE exchange = 'absent'");
    await emptied();
    expect(numbers(await delivered(), "a")).toEqual([1, 2]);
  });

  it("takes over what a killed one had in hand, when its time is up", async () => {
    await put(...Array.from({ length: 5 }, (_, n) => message("a", n)));
    expect((await claim(100, 300)).ids).toHaveLength(1);
    startRelay();
    await emptied();
    expect(numbers(await delivered(), "a")).toEqual([0, 1, 2, 3, 4]);
  });

  it("loses nothing and changes no order when its connection is cut", async () => {
    startRelay();
    await put(message("a", 0));
    await emptied();
    const names = await until(async () => {
      const open = await relayConnections();
      return open.length > 0 ? open : null;
    });
    await put(...Array.from({ length: 200 }, (_, n) => message("a", n + 1)));
    for (const { name } of names) await closeConnection(name);
    await emptied();
    const firsts = [...new Set(numbers(await delivered(), "a"))];
    expect(firsts).toEqual(Array.from({ length: 201 }, (_, n) => n));
  });
});

async function manage(method: string, path: string): Promise<unknown> {
  const { username, password, origin } = new URL(vhost.managementUrl);
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  const answer = await fetch(origin + path, { method, headers: { authorization } });
  return method === "GET" && answer.ok ? answer.json() : [];
}

async function relayConnections(): Promise<{ name: string }[]> {
  const all = (await manage("GET", `/api/vhosts/${vhost.vhost}/connections`)) as {
    name: string;
    client_properties?: { connection_name?: string };
  }[];
  return all.filter((it) => it.client_properties?.connection_name === "sillage outbox");
}

const closeConnection = (name: string) => manage("DELETE", `/api/connections/${encodeURIComponent(name)}`);
