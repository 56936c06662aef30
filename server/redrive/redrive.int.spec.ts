import type { ConsumeMessage } from "amqplib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "@/server/testing/until";
import { openRedriveBench, type RedriveBench } from "./testing/redrive-bench";

let bench: RedriveBench;
beforeAll(async () => {
  bench = await openRedriveBench();
  await bench.channel.assertExchange("orders", "topic", { durable: true });
}, 60_000);
afterAll(() => bench.close());

/** Messages that died in a queue of their own name, in custody. */
async function dead(
  queue: string,
  count: number,
  options: object = {},
  args: object = {},
): Promise<string[]> {
  await bench.failingQueue(queue, args as Record<string, unknown>);
  await bench.channel.bindQueue(queue, "orders", `${queue}.#`);
  await bench.publish("orders", `${queue}.paid`, count, options);
  await bench.rejectAll(queue, count);
  return bench.hold(`${queue}.dlq`, count);
}

describe("a redrive to the queue that failed", () => {
  it("gives it each message as it was, and nobody else, with a receipt in our store", async () => {
    const properties = {
      messageId: "m-1",
      type: "order.paid",
      headers: { tenant: "acme", big: { "!": "long", value: 7 } },
    };
    const ids = await dead("plain", 120, properties);
    await bench.channel.assertQueue("others", { durable: true });
    await bench.channel.bindQueue("others", "orders", "#");

    const view = await bench.redrive(ids);
    expect(view.outcomes).toMatchObject({ confirmed: 120, pending: 0 });
    expect(new Set(await bench.states(ids))).toEqual(new Set(["redriven"]));
    expect(await bench.drain("others")).toEqual([]);
    const arrived = await bench.drain("plain");
    expect(arrived.map(({ content }) => JSON.parse(content.toString()).number)).toEqual(
      Array.from({ length: 120 }, (_, n) => n + 1),
    );
    expect(arrived[0]).toMatchObject({
      fields: { exchange: "sillage.redrive", routingKey: "plain.paid" },
      properties: { messageId: "m-1", type: "order.paid", deliveryMode: 2 },
    });
    expect(arrived[119]!.properties.headers).toEqual({
      tenant: "acme",
      big: 7,
      "sillage-redrive": view.id,
      "sillage-redrive-message": 120,
      "sillage-redrive-attempt": 1,
      "sillage-target": "plain",
      "sillage-redrive-exchange": "orders",
    });
    const receipts = await until(async () => {
      const { rows } = await bench.pool.query(
        "SELECT DISTINCT arrival, exchange FROM messages WHERE headers->>'sillage-redrive' = $1 GROUP BY 1, 2 HAVING count(*) = 120",
        [view.id],
      );
      return rows.length > 0 ? rows : null;
    });
    expect(receipts).toEqual([{ arrival: "redriven", exchange: "sillage.redrive" }]);
    // Nothing of it is left on the broker.
    const bindings = await bench.management.bindingsFrom(bench.vhost, "sillage.targets");
    expect(bindings).toEqual([]);
    expect(await bench.management.queue(bench.vhost, `sillage.returned.${view.id}`)).toBeNull();
  });

  it("works with quorum queues", async () => {
    const ids = await dead("quorum", 30, {}, { "x-queue-type": "quorum" });
    const view = await bench.redrive(ids);
    expect(view.outcomes).toMatchObject({ confirmed: 30 });
    await until(async () => ((await bench.channel.checkQueue("quorum")).messageCount === 30 ? true : null));
  });

  it("refuses what cannot go there because the queue is missing, and frees it", async () => {
    const ids = await dead("missing", 3);
    await bench.channel.deleteQueue("missing");
    const view = await bench.redrive(ids);
    expect(view.outcomes).toMatchObject({ refused: 3, confirmed: 0 });
    const [first] = await bench.messages(view.id);
    expect(first!.problem).toContain("no queue 'missing'");
    expect(await bench.states(ids)).toEqual(["held", "held", "held"]);
    await bench.failingQueue("missing");
    expect((await bench.redrive(ids)).outcomes).toMatchObject({ confirmed: 3 });
  });

  it("tells what a full queue refused from what it took", async () => {
    const ids = await dead("full", 40, {}, { "x-max-length": 40, "x-overflow": "reject-publish" });
    await bench.publish("orders", "full.new", 25);
    const view = await bench.redrive(ids);
    const { confirmed, refused } = view.outcomes;
    expect(confirmed + refused).toBe(40);
    expect(refused).toBeGreaterThan(0);
    const arrived = (await bench.drain("full")).filter(
      ({ properties }) => properties.headers?.["sillage-redrive"],
    );
    expect(arrived).toHaveLength(confirmed);
    const states = await bench.states(ids);
    expect(states.filter((state) => state === "held")).toHaveLength(refused);
  });

  it("takes back what no queue took because it was deleted in the middle, whatever the confirms say", async () => {
    const ids = await dead("deleted", 60);
    const id = await bench.plan({ ids }, { ramp: { canary: 10, growth: 10, waitSeconds: 1 } });
    await bench.start(id);
    await until(async () => ((await bench.read(id)).step?.waitsUntil ? true : null));
    const before = await bench.drain("deleted");
    expect(before).toHaveLength(10);
    await bench.channel.deleteQueue("deleted");
    const view = await bench.reaches(id, ["completed"]);
    expect(view.outcomes).toMatchObject({ confirmed: 10, returned: 50 });
    expect((await bench.states(ids)).filter((state) => state === "held")).toHaveLength(50);
  });

  it("gives back the time to live of what expired, and the CC that the death took; copies fire nowhere", async () => {
    await bench.failingQueue("slow");
    await bench.channel.bindQueue("slow", "orders", "slow.#");
    await bench.channel.assertQueue("copies", { durable: true });
    await bench.channel.bindQueue("copies", "orders", "copy.#");
    // It expires in every queue: whoever wants to see it has to be there already.
    const copies: ConsumeMessage[] = [];
    await bench.channel.consume("copies", (message) => copies.push(message!), { noAck: true });
    await bench.publish("orders", "slow.paid", 1, { expiration: "20", CC: ["copy.one"] });
    const ids = await bench.hold("slow.dlq", 1);
    const caught: ConsumeMessage[] = [];
    await bench.channel.assertQueue("catcher", { durable: true });
    await bench.channel.consume("catcher", (message) => caught.push(message!), { noAck: true });
    const view = await bench.redrive(ids, { destination: { kind: "queue", queue: "catcher" } });
    expect(view.outcomes).toMatchObject({ confirmed: 1 });
    const message = await until(async () => caught[0]);
    expect(message.properties.expiration).toBe("20");
    expect(message.properties.headers?.CC).toEqual(["copy.one"]);
    expect(message.fields.routingKey).toBe("slow.paid");
    expect(copies.map(({ fields }) => fields.exchange)).toEqual(["orders"]);
  });

  it("knows the queue that failed of what died twice over different queues", async () => {
    await bench.failingQueue("second");
    await bench.channel.assertQueue("second.wait", {
      durable: true,
      arguments: { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "second", "x-message-ttl": 10 },
    });
    await bench.channel.assertExchange("retry.dlx", "fanout", { durable: true });
    await bench.channel.bindQueue("second.wait", "retry.dlx", "");
    await bench.channel.assertQueue("first", {
      durable: true,
      arguments: { "x-dead-letter-exchange": "retry.dlx" },
    });
    await bench.channel.bindQueue("first", "orders", "first.#");
    await bench.publish("orders", "first.paid", 5);
    await bench.rejectAll("first", 5);
    await bench.rejectAll("second", 5);
    const ids = await bench.hold("second.dlq", 5);
    const view = await bench.redrive(ids);
    expect(view.outcomes).toMatchObject({ confirmed: 5 });
    const arrived = await bench.drain("second");
    expect(arrived).toHaveLength(5);
    expect(arrived[0]!.fields.routingKey).toBe("first.paid");
    expect(arrived[0]!.properties.headers).not.toHaveProperty("x-death");
    expect(await bench.drain("first")).toEqual([]);
  });
});

describe("a redrive to where messages were published", () => {
  it("goes through a headers exchange by their own headers", async () => {
    await bench.channel.assertExchange("by-headers", "headers", { durable: true });
    await bench.failingQueue("red");
    await bench.channel.bindQueue("red", "by-headers", "", { "x-match": "all", colour: "red" });
    await bench.channel.assertQueue("blue", { durable: true });
    await bench.channel.bindQueue("blue", "by-headers", "", { "x-match": "all", colour: "blue" });
    await bench.publish("by-headers", "any", 4, { headers: { colour: "red" } });
    await bench.rejectAll("red", 4);
    const ids = await bench.hold("red.dlq", 4);
    const view = await bench.redrive(ids, { destination: { kind: "origin" } });
    expect(view.outcomes).toMatchObject({ confirmed: 4 });
    expect((await bench.drain("red")).map(({ fields }) => fields.exchange)).toEqual(
      Array(4).fill("by-headers"),
    );
    expect(await bench.drain("blue")).toEqual([]);
  });

  it("is returned where no queue wants it any more, and refused where the exchange is gone", async () => {
    const ids = await dead("unbound", 2);
    await bench.channel.assertExchange("lonely", "topic", { durable: true });
    const nowhere = await bench.redrive(ids, {
      destination: { kind: "exchange", exchange: "lonely", routingKey: null },
    });
    expect(nowhere.outcomes).toMatchObject({ returned: 2 });
    const gone = await bench.redrive(ids, {
      destination: { kind: "exchange", exchange: "gone", routingKey: "x" },
    });
    expect(gone.outcomes).toMatchObject({ refused: 2 });
    expect(await bench.states(ids)).toEqual(["held", "held"]);
  });
});

describe("a release", () => {
  it("puts messages back into their dead-letter queue with everything that they had", async () => {
    const ids = await dead("released", 6);
    const view = await bench.redrive(ids, { kind: "release" });
    expect(view.outcomes).toMatchObject({ confirmed: 6 });
    expect(new Set(await bench.states(ids))).toEqual(new Set(["released"]));
    const back = await bench.drain("released.dlq");
    expect(back).toHaveLength(6);
    expect(back[0]!.fields.routingKey).toBe("released");
    expect(back[0]!.properties.headers?.["x-death"]).toMatchObject([
      { queue: "released", reason: "rejected" },
    ]);
  });
});
