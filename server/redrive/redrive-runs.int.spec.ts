import type { PoolClient } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { storeManyDeadLetters, type TestDeadLetter } from "@/server/dead-letters/testing/dead-letters";
import { TEST_BY } from "@/server/testing/by";
import { until } from "@/server/testing/until";
import { abortRedrive, pauseRedrive, resumeRedrive } from "./control-redrive";
import { openRedriveBench, type RedriveBench } from "./testing/redrive-bench";

let bench: RedriveBench;
beforeAll(async () => {
  bench = await openRedriveBench();
}, 60_000);
afterAll(() => bench.close());

/** Dead letters in custody whose queue stands. */
async function dead(queue: string, count: number, more: TestDeadLetter = {}): Promise<string[]> {
  await bench.failingQueue(queue);
  const given = { vhost: bench.vhost, queue: `${queue}.dlq`, failedQueue: queue, ...more };
  return (await storeManyDeadLetters(bench.pool, count, given)).map(String);
}
const change = (work: (client: PoolClient) => Promise<void>) => bench.transaction(work);
const depth = async (queue: string) => (await bench.channel.checkQueue(queue)).messageCount;

describe("the ramp", () => {
  it("sends a canary, waits, and grows; what comes back dead halts it, and it says why", async () => {
    const ids = await dead("canary", 200);
    const id = await bench.plan(
      { ids },
      { ramp: { canary: 10, growth: 5, waitSeconds: 600 }, haltShare: 0.2 },
    );
    await bench.start(id);
    await until(async () => ((await bench.read(id)).step?.waitsUntil ? true : null));
    expect(await bench.read(id)).toMatchObject({
      step: { number: 1, through: 10 },
      outcomes: { confirmed: 10 },
    });
    // The consumer rejects everything, and what died again comes into custody.
    await bench.rejectAll("canary", 10);
    await bench.hold("canary.dlq", 10);
    const halted = await bench.reaches(id, ["halted"]);
    expect(halted.haltedWhy).toEqual({ rule: "dead-again", count: 10, of: 10, allowed: 0.2, detail: null });
    expect(halted).toMatchObject({
      outcomes: { confirmed: 10, pending: 190 },
      aftermaths: { dead_again: 10 },
    });

    // Resumed, it begins with a canary again, and what was before does not count.
    await change((client) => resumeRedrive(client, id, TEST_BY));
    await until(async () => ((await bench.read(id)).outcomes.confirmed === 20 ? true : null));
    expect(await depth("canary")).toBe(10);
    await change((client) => abortRedrive(client, id, TEST_BY));
    const aborted = await bench.reaches(id, ["aborted"]);
    expect(aborted.outcomes).toMatchObject({ confirmed: 20, released: 180, pending: 0 });
  });

  it("halts where too many are not taken", async () => {
    const ids = await dead("gone", 50);
    await bench.channel.deleteQueue("gone");
    const id = await bench.plan({ ids }, { ramp: { canary: 5, growth: 2, waitSeconds: 0 }, haltShare: 0.5 });
    await bench.start(id);
    const halted = await bench.reaches(id, ["halted"]);
    expect(halted.haltedWhy).toMatchObject({ rule: "not-taken", count: 5, of: 5 });
    expect(halted.outcomes).toMatchObject({ refused: 5, pending: 45 });
  });
});

describe("a pause", () => {
  it("stops the sending with nothing left open; resumed, it sends the rest once", async () => {
    const ids = await dead("paused", 300);
    const id = await bench.plan({ ids }, { rate: 100 });
    await bench.start(id);
    await until(async () => ((await depth("paused")) > 20 ? true : null));
    await change((client) => pauseRedrive(client, id, TEST_BY));
    const still = await until(async () => {
      const view = await bench.read(id);
      return view.worker === null ? view : null;
    });
    expect(still.outcomes.confirmed + still.outcomes.pending).toBe(300);
    expect(still.outcomes.pending).toBeGreaterThan(0);
    expect(await depth("paused")).toBe(still.outcomes.confirmed);
    await change((client) => resumeRedrive(client, id, TEST_BY, { rate: null }));
    await bench.reaches(id, ["completed"]);
    const numbers = (await bench.drain("paused")).map(({ content }) => JSON.parse(content.toString()).number);
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 300 }, (_, n) => n));
  });
});

describe("a lost connection", () => {
  it("is made again, and what was on its way is settled from our own store: nothing is lost, nothing sent twice", async () => {
    const ids = await dead("cut", 400);
    const id = await bench.plan({ ids }, { rate: 200 });
    await bench.start(id);
    for (const share of [60, 200]) {
      await until(async () => ((await depth("cut")) > share ? true : null));
      bench.cable.cut();
    }
    const view = await bench.reaches(id, ["completed"]);
    expect(view.outcomes).toMatchObject({ confirmed: 400, in_doubt: 0 });
    const numbers = (await bench.drain("cut")).map(({ content }) => JSON.parse(content.toString()).number);
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 400 }, (_, n) => n));
  });

  it("leaves in doubt what its queue may have refused", async () => {
    await bench.channel.assertQueue("strict", {
      durable: true,
      arguments: { "x-max-length": 10_000, "x-overflow": "reject-publish" },
    });
    const given = { vhost: bench.vhost, queue: "strict.dlq", failedQueue: "strict" };
    const ids = (await storeManyDeadLetters(bench.pool, 400, given)).map(String);
    const id = await bench.plan({ ids }, { rate: 400 });
    await bench.start(id);
    await until(async () => ((await depth("strict")) > 100 ? true : null));
    bench.cable.cut();
    const view = await bench.reaches(id, ["completed"]);
    const { confirmed, in_doubt } = view.outcomes;
    expect(confirmed + in_doubt).toBe(400);
    expect(await bench.drain("strict")).toHaveLength(400);
    const messages = await bench.messages(id);
    expect(messages.filter(({ outcome, problem }) => outcome === "in_doubt" && !problem)).toEqual([]);
  });
});

describe("what became of messages", () => {
  it("is an effect where an event names theirs as its cause", async () => {
    const event = {
      eventId: "cause-1",
      eventType: "ORDER_CREATED",
      aggregateId: "1",
      aggregateType: "Order",
      eventData: {},
      metadata: {},
    };
    const ids = await dead("effects", 1, { json: event });
    const view = await bench.redrive(ids);
    await bench.channel.assertExchange("answers", "fanout", { durable: true });
    await bench.channel.bindExchange("sillage.tap", "answers", "");
    const answer = {
      ...event,
      eventId: "effect-1",
      eventType: "ORDER_PAID",
      metadata: { causationId: "cause-1" },
    };
    bench.channel.publish("answers", "", Buffer.from(JSON.stringify(answer)));
    const [message] = await until(async () => {
      const messages = await bench.messages(view.id);
      return messages[0]!.aftermath ? messages : null;
    });
    expect(message!.aftermath).toBe("effect");
  });
});
