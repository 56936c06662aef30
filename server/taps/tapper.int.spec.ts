import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TEST_BY } from "@/server/testing/by";
import { excludeExchange, includeExchange } from "./consent";
import type { Taps } from "./start-taps";
import { type Bench, openBench } from "./testing/bench";
import { manage } from "./testing/manage";
import { until } from "./testing/until";

let bench: Bench;
let taps: Taps;

beforeAll(async () => {
  bench = await openBench();
  await bench.channel.assertExchange("stood-before", "topic");
  taps = bench.taps();
  await bench.isTapped("stood-before");
  await until(
    "events come",
    () => taps.status()[0]!,
    (status) => status.following === "events",
  );
  await bench.consume();
});
afterAll(async () => {
  await taps.stop();
  await bench.close();
});

describe("an exchange declared while we watch", () => {
  it.each(["topic", "fanout", "headers"])("of type %s is tapped", async (type) => {
    await bench.channel.assertExchange(`new-${type}`, type);
    await bench.isTapped(`new-${type}`);
    await bench.publish(`new-${type}`, "any.key", `to ${type}`, { some: "header" });
    expect(await bench.arrives(`to ${type}`)).toEqual([
      { exchange: `new-${type}`, key: "any.key", body: `to ${type}` },
    ]);
  });

  it("of type direct is tapped for each bound key, and no longer when the key is unbound", async () => {
    await bench.channel.assertExchange("new-direct", "direct");
    await bench.channel.assertQueue("orders");
    await bench.channel.bindQueue("orders", "new-direct", "paid");
    await bench.isTapped("new-direct", "paid");
    await bench.publish("new-direct", "paid", "to direct");
    await bench.arrives("to direct");

    await bench.channel.unbindQueue("orders", "new-direct", "paid");
    await until(
      "our mirror is gone",
      () => bench.management.bindingsFrom(bench.vhost, "new-direct"),
      (bindings) => bindings.length === 0,
    );
  });

  it("is tapped again when it is deleted and declared again", async () => {
    await bench.channel.assertExchange("phoenix", "topic");
    await bench.isTapped("phoenix");
    await bench.channel.deleteExchange("phoenix");
    await bench.channel.assertExchange("phoenix", "fanout");
    await bench.isTapped("phoenix", "");
    await bench.publish("phoenix", "k", "from the ashes");
    await bench.arrives("from the ashes");
    const { rows } = await until(
      "its second life is recorded",
      () =>
        bench.pool.query("SELECT life, type, tapped_at, deleted_at FROM exchanges WHERE name = 'phoenix'"),
      ({ rows }) => rows[0]?.life === 2 && rows[0].type === "fanout",
    );
    expect(rows[0]).toMatchObject({ deleted_at: null, tapped_at: expect.any(Date) });
  });
});

describe("an alternate exchange", () => {
  it("still gets what falls through, and we see both parts, once each", async () => {
    const { channel } = bench;
    await channel.assertExchange("rest", "fanout");
    await channel.assertQueue("rest-queue");
    await channel.bindQueue("rest-queue", "rest", "");
    await channel.assertExchange("main", "topic", { alternateExchange: "rest" });
    await channel.assertQueue("main-queue");
    await channel.bindQueue("main-queue", "main", "order.*");
    await bench.isTapped("main", "order.*");
    await bench.isTapped("rest");

    await bench.publish("main", "order.paid", "wanted");
    await bench.publish("main", "nobody.wants", "unwanted");
    await bench.arrives("wanted");
    await bench.arrives("unwanted");
    expect(bench.seen.filter(({ exchange }) => exchange === "main")).toEqual([
      { exchange: "main", key: "order.paid", body: "wanted" },
      { exchange: "main", key: "nobody.wants", body: "unwanted" },
    ]);
    expect((await channel.get("rest-queue", { noAck: true })) || null).toMatchObject({
      fields: { routingKey: "nobody.wants" },
    });
    expect(await channel.get("rest-queue", { noAck: true })).toBe(false);
  });

  it("that a policy adds later turns the catch-all into a mirror, and back when it is removed", async () => {
    const { channel, vhost, managementUrl } = bench;
    await channel.assertExchange("policed", "topic");
    await channel.assertExchange("policed-rest", "fanout");
    await channel.assertQueue("policed-queue");
    await channel.bindQueue("policed-queue", "policed-rest", "");
    await bench.isTapped("policed", "#");

    const policy = `/policies/${vhost}/test`;
    const definition = { "alternate-exchange": "policed-rest" };
    await manage(managementUrl, "PUT", policy, { pattern: "^policed$", "apply-to": "exchanges", definition });
    const taps = () => bench.management.bindingsFrom(vhost, "policed");
    await until("the catch-all is gone", taps, (bindings) => bindings.length === 0);
    await bench.publish("policed", "some.key", "fell through");
    await bench.arrives("fell through");
    const got = await channel.get("policed-queue", { noAck: true });
    expect(got).toMatchObject({ fields: { exchange: "policed" } });

    await manage(managementUrl, "DELETE", policy);
    await bench.isTapped("policed", "#");
  });
});

describe("what somebody does to our part", () => {
  it("a tap that is removed is put back", async () => {
    const { channel } = bench;
    await channel.assertExchange("meddled", "topic");
    await bench.isTapped("meddled");
    await channel.unbindExchange("sillage.tap", "meddled", "#");
    await until(
      "the repair is recorded",
      () => bench.pool.query("SELECT retapped_at FROM exchanges WHERE name = 'meddled'"),
      ({ rows }) => rows[0]?.retapped_at != null,
    );
    await bench.isTapped("meddled");
  });
});

it("knows which exchanges take dead letters", async () => {
  expect(taps.isDeadLetterExchange(bench.vhost, "graveyard")).toBe(false);
  await bench.channel.assertExchange("graveyard", "fanout");
  await bench.channel.assertQueue("mortal", { deadLetterExchange: "graveyard" });
  await until("it is known", () => taps.isDeadLetterExchange(bench.vhost, "graveyard"), Boolean);
});

it("an excluded exchange is untapped, and tapped again when it is included", async () => {
  await bench.channel.assertExchange("private", "topic");
  await bench.isTapped("private");
  await excludeExchange(bench.pool, bench.vhost, "private", TEST_BY);
  const bindings = () => bench.management.bindingsFrom(bench.vhost, "private");
  await until("it is untapped", bindings, (found) => found.length === 0);
  await includeExchange(bench.pool, bench.vhost, "private", TEST_BY);
  await bench.isTapped("private");
});
