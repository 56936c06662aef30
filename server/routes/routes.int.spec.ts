import type { ChannelModel, ConfirmChannel } from "amqplib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openConnection } from "@/server/broker/connection";
import { encodeProperties } from "@/server/broker/testing/encode-properties";
import { readEnv } from "@/server/env";
import { testRecord } from "@/server/testing/arrivals";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { storeArrivals } from "@/server/testing/store-arrivals";
import { createTestVhost, type TestVhost } from "@/server/testing/vhost";
import { callerAs } from "@/server/testing/visitors";
import { createWebServices, type WebServices } from "@/server/web-services";

const QUEUES = ["q.direct", "q.all", "q.one", "q.any", "q.both", "q.none", "q.lost", "q.deep"];
let database: TestDatabase;
let vhost: TestVhost;
let services: WebServices;
let connection: ChannelModel;
let channel: ConfirmChannel;

beforeAll(async () => {
  [database, vhost] = await Promise.all([createTestDatabase(), createTestVhost()]);
  connection = await openConnection({ url: vhost.url }, "test");
  channel = await connection.createConfirmChannel();
  for (const queue of QUEUES) await channel.assertQueue(queue);
  await channel.assertExchange("lost", "fanout");
  await channel.assertExchange("direct", "direct", { alternateExchange: "lost" });
  await channel.assertExchange("topic", "topic");
  await channel.assertExchange("headers", "headers");
  await channel.assertExchange("deep", "fanout");
  await channel.bindQueue("q.lost", "lost", "");
  await channel.bindQueue("q.direct", "direct", "k.#");
  await channel.bindQueue("q.all", "topic", "#");
  await channel.bindQueue("q.one", "topic", "*.created");
  await channel.bindExchange("deep", "topic", "order.#");
  await channel.bindQueue("q.deep", "deep", "");
  await channel.bindQueue("q.any", "headers", "", { "x-match": "any", a: "1", b: 2 });
  await channel.bindQueue("q.both", "headers", "", { a: "1", b: 2, "x-c": "left out" });
  await channel.bindQueue("q.none", "headers", "", { "x-match": "any" });
  services = createWebServices(
    readEnv({
      DATABASE_URL: database.url,
      RABBITMQ_URL: vhost.url,
      RABBITMQ_MANAGEMENT_URL: vhost.managementUrl,
      LOG_LEVEL: "error",
    }),
  );
});
afterAll(async () => {
  services?.broker?.close();
  services?.log.close();
  await Promise.all([services?.searchPool.end(), services?.storePool.end()]);
  await services?.prisma.$disconnect();
  await connection?.close();
  await Promise.all([vhost?.drop(), database?.drop()]);
});

/** Publishes and looks where the broker put it. */
async function reached(exchange: string, key: string, headers: Record<string, unknown>): Promise<string[]> {
  for (const queue of QUEUES) await channel.purgeQueue(queue);
  channel.publish(exchange, key, Buffer.from("{}"), { headers });
  await channel.waitForConfirms();
  const filled: string[] = [];
  for (const queue of QUEUES) if ((await channel.checkQueue(queue)).messageCount > 0) filled.push(queue);
  return filled.sort();
}

type Tagged = Parameters<typeof encodeProperties>[0]["headers"];

async function routeOf(record: ReturnType<typeof testRecord>) {
  await storeArrivals(database.url, [record]);
  const caller = callerAs(services);
  const { items } = await caller.audit.search({ limit: 1, vhost: record.vhost });
  return caller.routes.of({ id: items[0]!.message.id });
}

describe("the route by the bindings of now", () => {
  const text = (value: string) => ({ tag: "S" as const, value: Buffer.from(value) });
  it.each<[string, string, Record<string, unknown>, Tagged]>([
    ["direct", "k.#", {}, []],
    ["direct", "k.1", {}, []],
    ["topic", "order.created", {}, []],
    ["topic", "order", {}, []],
    ["topic", "", {}, []],
    ["headers", "", { a: "1" }, [["a", text("1")]]],
    [
      "headers",
      "",
      { a: "1", b: 2 },
      [
        ["a", text("1")],
        ["b", { tag: "I", value: 2 }],
      ],
    ],
    ["headers", "", { a: "2" }, [["a", text("2")]]],
    ["headers", "", {}, []],
    ["", "q.deep", {}, []],
    ["", "nowhere", {}, []],
  ])("of %j with key %j is the one that the broker takes", async (exchange, routingKey, headers, tagged) => {
    const taken = await reached(exchange, routingKey, headers);
    const rawProperties = encodeProperties({ headers: tagged });
    const route = await routeOf(
      testRecord({ vhost: vhost.vhost, exchange, routingKey, rawProperties, receivedAt: Date.now() }),
    );
    expect(route.problem).toBeNull();
    expect(route.queues.map(({ name }) => name).sort()).toEqual(taken);
    expect(route.queues.every(({ certainty }) => certainty === "yes")).toBe(true);
  });

  it("is unknown in a virtual host that is not observed", async () => {
    const route = await routeOf(testRecord({ vhost: "elsewhere" }));
    expect(route).toMatchObject({ problem: { code: "not_observed" }, readAt: null, hops: [] });
  });

  it("is unknown without a broker, and when nobody answers", async () => {
    const without = readEnv({ DATABASE_URL: database.url, LOG_LEVEL: "error" });
    const away = {
      ...without,
      rabbitmq: { ...without.rabbitmq, url: "amqp://127.0.0.1:1", managementUrl: "http://127.0.0.1:1" },
    };
    const kept = services;
    for (const [env, code] of [
      [without, "no_broker"],
      [away, "unreachable"],
    ] as const) {
      services = createWebServices(env);
      expect(await routeOf(testRecord())).toMatchObject({ problem: { code }, readAt: null });
      services.broker?.close();
      services.log.close();
      await Promise.all([services.searchPool.end(), services.storePool.end()]);
    }
    services = kept;
  });
});
