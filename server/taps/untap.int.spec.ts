import { afterAll, beforeAll, expect, it } from "vitest";
import { type Bench, openBench } from "./testing/bench";
import { until } from "./testing/until";
import { untap } from "./untap";

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

it("removes every trace of us, but no message that is not stored unless forced", async () => {
  const { channel, management, vhost } = bench;
  const target = { url: bench.url };
  const everything = async () => ({
    exchanges: (await management.exchanges(vhost)).map((x) => x.name).sort(),
    queues: (await management.queues(vhost)).map((q) => q.name).sort(),
    bindings: (await management.bindings(vhost)).map((b) => `${b.source} ${b.destination} ${b.routingKey}`),
  });
  await channel.assertExchange("orders", "topic");
  await channel.assertQueue("business");
  await channel.bindQueue("business", "orders", "order.*");
  const before = await everything();

  const taps = bench.taps();
  await bench.isTapped("orders");
  await bench.publish("orders", "order.paid", "not stored");
  await until(
    "it waits",
    () => channel.checkQueue("sillage.audit"),
    (queue) => queue.messageCount === 1,
  );
  await taps.stop();

  await expect(untap(target, management, vhost, false)).rejects.toThrow("holds 1 messages");
  await bench.isTapped("orders");

  const report = await untap(target, management, vhost, true);
  expect(report).toMatchObject({ vhost, lost: 1 });
  expect(report.unbound).toBeGreaterThanOrEqual(1);
  expect(await everything()).toEqual(before);
  // A second time finds nothing.
  expect(await untap(target, management, vhost, false)).toEqual({ vhost, unbound: 0, lost: 0 });
});
