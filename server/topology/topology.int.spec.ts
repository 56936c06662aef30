import type { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createManagement } from "@/server/broker/management";
import { systemClock } from "@/server/clock";
import { createPrisma } from "@/server/db";
import { RequestRate } from "@/server/limits/request-rate";
import { Turns } from "@/server/limits/turns";
import type { Taps } from "@/server/taps/start-taps";
import { type Bench, openBench } from "@/server/taps/testing/bench";
import { until } from "@/server/taps/testing/until";
import { createTestUser } from "@/server/testing/vhost";
import { callerAs } from "@/server/testing/visitors";
import type { WebServices } from "@/server/web-services";
import { BrokerReader } from "./broker-reader";
import { readTopology } from "./topology-queries";

let bench: Bench;
let taps: Taps;
let prisma: WebServices["prisma"];
const readers: BrokerReader[] = [];

/** A reader of its own has no memory: what it shows was just read. */
function reader(url = bench.managementUrl, user = "operator"): BrokerReader {
  const made = new BrokerReader({
    management: createManagement({ url }, 5_000),
    vhosts: [bench.vhost],
    user,
    clock: systemClock,
  });
  readers.push(made);
  return made;
}

const read = (broker: BrokerReader = reader()) =>
  readTopology({ broker, prisma, storePool: bench.pool as Pool }, "everything", null);

beforeAll(async () => {
  bench = await openBench();
  prisma = createPrisma(bench.databaseUrl);
  const { channel } = bench;
  await channel.assertExchange("dead", "fanout");
  await channel.assertExchange("unrouted", "fanout");
  await channel.assertExchange("orders", "topic", { alternateExchange: "unrouted" });
  await channel.assertExchange("shipping", "topic");
  await channel.assertQueue("billing", { deadLetterExchange: "dead", deadLetterRoutingKey: "billing.dead" });
  await channel.assertQueue("parked");
  await channel.bindQueue("billing", "orders", "order.paid");
  await channel.bindQueue("billing", "orders", "order.placed");
  await channel.bindQueue("parked", "dead", "");
  await channel.bindExchange("shipping", "orders", "ship.#");
  await channel.consume("parked", () => {});
  await bench.publish("orders", "order.paid", "one");
  taps = bench.taps();
  await bench.isTapped("shipping");
});
afterAll(async () => {
  for (const made of readers) made.close();
  await taps.stop();
  await prisma.$disconnect();
  await bench.close();
});

describe("the topology of a virtual host", () => {
  it("joins what the broker says with how far each exchange is observed", async () => {
    const seen = await until(
      "the worker has noted it and the consumer is known",
      () => read(),
      ({ exchanges, consumers }) =>
        exchanges.some((it) => it.name === "orders" && it.coverage !== null) &&
        // The broker names a consumer before it says whose connection that is.
        (consumers?.some((it) => it.service === "a publisher") ?? false),
    );
    expect(seen).toMatchObject({
      vhost: bench.vhost,
      broker: { state: "current", problem: null },
      refused: [],
    });
    expect(seen.exchanges.find((it) => it.name === "orders")).toMatchObject({
      type: "topic",
      alternate: "unrouted",
      own: false,
      coverage: { coverage: "complete", reason: { code: "alternate", alternate: "unrouted" } },
      exclusion: { excluded: false, pending: false, possible: true },
    });
    expect(seen.exchanges.find((it) => it.name === "dead")?.deadLetter).toBe(true);
    expect(seen.exchanges.find((it) => it.name === "sillage.tap")?.own).toBe(true);
    expect(seen.exchanges.find((it) => it.name === "")?.exclusion.possible).toBe(false);
    expect(seen.queues?.find((it) => it.name === "billing")).toMatchObject({
      deadLetterExchange: "dead",
      deadLetterKey: "billing.dead",
    });
    expect(seen.bindings).toContainEqual({
      source: "orders",
      destination: "shipping",
      toExchange: true,
      key: "ship.#",
      arguments: null,
    });
    expect(seen.consumers).toContainEqual({ queue: "parked", service: "a publisher", count: 1, active: 1 });
  });

  it("tells depth and rates once the broker's statistics have them", async () => {
    const billing = await until(
      "messages are counted",
      async () => {
        // One count alone is no rate: it takes two that differ.
        await bench.publish("orders", "order.placed", "another");
        return (await read()).queues?.find((it) => it.name === "billing");
      },
      (queue) => (queue?.ready ?? 0) > 0 && (queue?.inPerSecond ?? 0) > 0,
    );
    expect(billing).toMatchObject({ unacked: 0, consumers: 0 });
  });

  it("asks the broker once for everybody who looks at the same time", async () => {
    const broker = reader();
    const [first, second] = await Promise.all([read(broker), read(broker)]);
    expect(second.broker.readAt).toBe(first.broker.readAt);
    expect((await read(broker)).broker.readAt).toBe(first.broker.readAt);
  });
});

describe("what an operator decides", () => {
  it("takes an exchange out and puts it back, by way of the procedures", async () => {
    const services = {
      prisma,
      storePool: bench.pool,
      searchPool: bench.pool,
      turns: new Turns({ total: 4, each: 4, waiting: 10, waitMs: 10_000 }),
      rate: new RequestRate({ burst: 1_000, perSecond: 1_000 }),
      broker: null,
    } as unknown as WebServices;
    const caller = callerAs(services);
    const exchange = { vhost: bench.vhost, exchange: "shipping" };
    const state = async () => (await read()).exchanges.find((it) => it.name === "shipping")!;
    await caller.topology.exclude(exchange);
    const out = await until("it is excluded", state, (it) => it.coverage?.coverage === "excluded");
    expect(out.exclusion).toEqual({ excluded: true, pending: false, possible: true });
    await caller.topology.include(exchange);
    await until("it is observed again", state, (it) => it.coverage?.coverage === "complete");
    expect((await caller.topology.gaps(exchange)).next).toBeNull();
  });
});

describe("a broker that grants little", () => {
  it("shows all but the consumers to a user without the tag monitoring, with the command", async () => {
    const user = await createTestUser(bench, {
      configure: "^sillage\\.",
      write: "^sillage\\.",
      read: ".*",
      tags: "management",
    });
    const seen = await read(reader(user.managementUrl, "watcher"));
    await user.drop();
    expect(seen.refused).toEqual([
      { part: "consumers", detail: null, command: "rabbitmqctl set_user_tags watcher monitoring" },
    ]);
    expect(seen.consumers).toBeNull();
    expect(seen.queues?.find((it) => it.name === "parked")?.consumers).toBe(1);
  });

  it("shows what the store remembers to a user whom the management API does not let in", async () => {
    const user = await createTestUser(bench, { configure: "", write: "", read: ".*" });
    const seen = await read(reader(user.managementUrl, "nobody"));
    await user.drop();
    expect(seen.refused.map((it) => it.part).sort()).toEqual([
      "bindings",
      "consumers",
      "exchanges",
      "queues",
    ]);
    expect(seen.refused[0]!.command).toBe("rabbitmqctl set_user_tags nobody monitoring");
    expect(seen.queues).toBeNull();
    expect(seen.exchanges.find((it) => it.name === "orders")).toMatchObject({
      coverage: { coverage: "complete" },
      inPerSecond: null,
    });
  });
});

describe("a broker that does not answer", () => {
  it("is said, and the store's exchanges are shown", async () => {
    const seen = await read(reader("http://guest:guest@127.0.0.1:1"));
    expect(seen.broker).toMatchObject({ state: "unknown", readAt: null });
    expect(seen.broker.problem).toContain("cannot be reached");
    expect(seen.exchanges.some((it) => it.name === "orders")).toBe(true);
    expect(seen.queues).toBeNull();
  });
});
