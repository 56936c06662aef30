import { afterAll, beforeAll, expect, it } from "vitest";
import { AUDIT_QUEUE, DEFAULT_LIMITS } from "@/server/broker/plumbing";
import { storeManyDeadLetters } from "@/server/dead-letters/testing/dead-letters";
import { until } from "@/server/testing/until";
import { openRedriveBench, type RedriveBench } from "./testing/redrive-bench";

let bench: RedriveBench;
beforeAll(async () => {
  bench = await openRedriveBench({ ...DEFAULT_LIMITS, maxMessages: 40 });
}, 60_000);
afterAll(() => bench.close());

it("waits while the audit queue has no room for receipts, says so, and goes on when it has", async () => {
  await bench.ingest.stop();
  for (let n = 0; n < 11; n++)
    bench.channel.publish("", AUDIT_QUEUE, Buffer.from("{}"), { persistent: true });
  await bench.channel.waitForConfirms();
  await bench.failingQueue("slow");
  const ids = await storeManyDeadLetters(bench.pool, 5, {
    vhost: bench.vhost,
    queue: "slow.dlq",
    failedQueue: "slow",
  });
  const id = await bench.plan({ ids: ids.map(String) });
  await bench.start(id);
  await until(async () =>
    (await bench.read(id)).problem?.includes("11 messages are not stored") ? true : null,
  );
  expect(await bench.read(id)).toMatchObject({ status: "running", outcomes: { pending: 5, confirmed: 0 } });

  await bench.channel.purgeQueue(AUDIT_QUEUE);
  const ended = await bench.reaches(id, ["completed"]);
  expect(ended).toMatchObject({ outcomes: { confirmed: 5 }, problem: null });
  expect((await bench.channel.checkQueue("slow")).messageCount).toBe(5);
});
