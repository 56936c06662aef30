import { isDeepStrictEqual } from "node:util";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openBatchChannel } from "@/server/broker/batch-channel";
import { openConnection } from "@/server/broker/connection";
import { createDigester, incrementalContentDigest } from "@/server/event-store/digests";
import { until } from "@/server/testing/until";
import { CustodyBatch } from "./custody-batch";
import { readDoubt } from "./custody-doubt";
import { claimQueues, recordProbe } from "./custody-lease";
import { createDeadLetterDigester } from "./dead-letter-digests";
import { prepareDeadLetter } from "./prepare-dead-letter";
import type { DeadLetters } from "./start-dead-letters";
import { type DeadLetterBench, openDeadLetterBench, SECRET } from "./testing/dead-letter-bench";
import { TEST_CONTEXT } from "./testing/dead-letters";

let bench: DeadLetterBench;
beforeAll(async () => {
  bench = await openDeadLetterBench();
});
afterEach(() => bench.stopKeeping());
afterAll(() => bench.close());

const numbered = (from: number, count: number) =>
  Array.from({ length: count }, (_, n) => `{"n":${from + n}}`);
const settled = (queue: string, states: Record<string, number>) =>
  until(async () => {
    const now = await bench.states(queue);
    return isDeepStrictEqual(now, states) ? now : null;
  });

const problemOf = (keeper: DeadLetters, queue: string) =>
  keeper.status().queues.find((custodian) => custodian.queue === queue)?.error;

/** A worker that has taken a batch, stores it or not, acks it or not, and is killed before it could note that. */
async function takeAndDie(
  queue: string,
  count: number,
  does: { store: boolean; ack: boolean },
): Promise<void> {
  const { pool, vhost, url } = bench;
  const claim = { vhosts: [vhost], holder: "dead", leaseMs: 0, most: 100 };
  const lease = await until(async () => (await claimQueues(pool, claim)).find((it) => it.queue === queue));
  const doubt = await readDoubt(pool, lease);
  if (doubt.size > 0) await recordProbe(pool, lease, doubt.throughBatch);
  const channel = await openBatchChannel({
    target: { url },
    vhost,
    queue,
    name: "dies",
    exclusive: false,
    maxBodyBytes: 1 << 20,
    maxBatchBytes: 1 << 30,
    bodyDigest: () => incrementalContentDigest(SECRET),
    onClosed: () => {},
  });
  const taken = await channel.take(count, true);
  expect(taken).toHaveLength(count);
  const context = {
    ...TEST_CONTEXT,
    digester: createDigester(SECRET),
    digests: createDeadLetterDigester(SECRET),
  };
  const entries = taken.map((delivery) => {
    const entry = prepareDeadLetter(delivery, queue, context);
    return { tag: delivery.tag, entry, bare: () => entry };
  });
  const client = await pool.connect();
  if (does.store) await new CustodyBatch(entries, lease).store(client);
  client.release();
  if (does.ack) channel.ackThrough(taken.at(-1)!.tag);
  await channel.barrier();
  await channel.close();
}
const storeAndDie = (queue: string, count: number) => takeAndDie(queue, count, { store: true, ack: false });

describe.each(["classic", "quorum"])("custody of a %s queue", (type) => {
  it("takes over what was observed, byte for byte, and leaves the queue empty", async () => {
    const { work, dlq } = await bench.declare(`${type}.takes`, { arguments: { "x-queue-type": type } });
    const keeper = bench.keep("one");
    await bench.die(work, numbered(0, 30), { headers: { many: 2 ** 40, text: "é" }, messageId: "m" });
    await settled(dlq, { observed: 30 });
    await bench.changeCustody(dlq, "hold");
    await settled(dlq, { held: 30 });
    expect(await bench.depth(dlq)).toBe(0);
    expect(await bench.held(dlq)).toEqual(numbered(0, 30));
    const { rows } = await bench.pool.query(
      `SELECT d.failed_queue, d.reason, d.deaths, m.raw_properties = d.raw_properties AS same
       FROM dead_letters d JOIN messages m ON m.id = d.record_id AND m.received_at = d.record_at
       WHERE d.queue = $1 GROUP BY 1, 2, 3, 4`,
      [dlq],
    );
    expect(rows).toEqual([{ failed_queue: work, reason: "rejected", deaths: 1, same: true }]);
    await bench.die(work, numbered(30, 5));
    await settled(dlq, { held: 35 });
    await keeper.stop();
  });

  it("recognises what its worker had stored when it died before the ack, equal messages too", async () => {
    const { work, dlq } = await bench.declare(`${type}.dies`, { arguments: { "x-queue-type": type } });
    const first = bench.keep("first");
    await bench.changeCustody(dlq, "hold");
    await first.stop();
    const bodies = [...numbered(0, 3), "same", "same", "same", ...numbered(3, 4)];
    await bench.die(work, bodies);
    for (let deaths = 0; deaths < 3; deaths++) {
      await storeAndDie(dlq, 5);
      await until(async () => (await bench.depth(dlq)) === bodies.length || null);
      const second = bench.keep("second");
      await settled(dlq, { held: bodies.length });
      await until(async () => (await bench.depth(dlq)) === 0 || null);
      await second.stop();
      expect((await bench.held(dlq)).toSorted()).toEqual(bodies.toSorted());
      await bench.pool.query("UPDATE dead_letter_states SET state = 'discarded' WHERE queue = $1", [dlq]);
      await bench.pool.query("DELETE FROM dead_letter_contents WHERE queue = $1", [dlq]);
      await bench.die(work, bodies);
    }
  });

  it("loses none of equal messages when the ack was taken, and the next worker dies as well", async () => {
    const { work, dlq } = await bench.declare(`${type}.twice`, { arguments: { "x-queue-type": type } });
    const first = bench.keep("first");
    await bench.changeCustody(dlq, "hold");
    await first.stop();
    const bodies = ["one", "same", "same", "two", "same", "same", "three", "same"];
    await bench.die(work, bodies);
    await takeAndDie(dlq, 3, { store: true, ack: true });
    await until(async () => (await bench.depth(dlq)) === 5 || null);
    await takeAndDie(dlq, 4, { store: false, ack: false });
    await until(async () => (await bench.depth(dlq)) === 5 || null);
    const second = bench.keep("second");
    await settled(dlq, { held: bodies.length });
    await until(async () => (await bench.depth(dlq)) === 0 || null);
    await second.stop();
    expect((await bench.held(dlq)).toSorted()).toEqual(bodies.toSorted());
  });

  it("gives back what it has not stored when it is given up, and settles what is in doubt", async () => {
    const { work, dlq } = await bench.declare(`${type}.back`, { arguments: { "x-queue-type": type } });
    const first = bench.keep("first");
    await bench.changeCustody(dlq, "hold");
    await first.stop();
    await bench.die(work, numbered(0, 9));
    await storeAndDie(dlq, 4);
    await bench.changeCustody(dlq, "observe");
    const second = bench.keep("second");
    await until(async () => (await bench.depth(dlq)) === 5 || null);
    await until(async () => (second.status().queues.some(({ queue }) => queue === dlq) ? null : true));
    expect(await bench.held(dlq)).toEqual(numbered(0, 4));
    expect(await bench.depth(dlq)).toBe(5);
    await bench.changeCustody(dlq, "hold");
    await until(async () => ((await bench.states(dlq)).held === 9 ? true : null));
    expect(await bench.held(dlq)).toEqual(numbered(0, 9));
    await second.stop();
  });
});

describe("custody", () => {
  it("goes from one worker to the next without a message lost or taken twice, while more die", async () => {
    const { work, dlq } = await bench.declare("handed");
    let keeper = bench.keep("worker 0");
    await bench.changeCustody(dlq, "hold");
    const bodies: string[] = [];
    for (let n = 1; n <= 5; n++) {
      const more = numbered(n * 100, 40);
      bodies.push(...more);
      const dying = bench.die(work, more);
      const next = bench.keep(`worker ${n}`);
      await keeper.stop();
      keeper = next;
      await dying;
    }
    await settled(dlq, { held: bodies.length });
    expect((await bench.held(dlq)).toSorted()).toEqual(bodies.toSorted());
    await keeper.stop();
  });

  it("leaves what is too large in its queue and says so, and takes the rest", async () => {
    const { work, dlq } = await bench.declare("large");
    const keeper = bench.keep("one", { largestBody: 1_000 });
    await bench.die(work, ["small", "L".repeat(2_000), "little"]);
    await settled(dlq, { observed: 3 });
    await bench.changeCustody(dlq, "hold");
    await settled(dlq, { observed: 1, held: 2 });
    expect(await bench.held(dlq)).toEqual(["small", "little"]);
    await bench.die(work, ["later"]);
    await settled(dlq, { observed: 1, held: 3 });
    const problem = await until(async () => {
      const { rows } = await bench.pool.query("SELECT problem FROM dead_letter_queues WHERE name = $1", [
        dlq,
      ]);
      return rows[0]?.problem;
    });
    expect(problem).toContain("1 messages stay in the queue: 2000 bytes are too many");
    await keeper.stop();
    expect(await bench.depth(dlq)).toBe(1);
  });

  it("keeps the bytes alone of what the database refuses, and leaves in its queue what it refuses even so", async () => {
    const { work, dlq } = await bench.declare("refused");
    await bench.pool.query(`ALTER TABLE dead_letter_contents
      ADD CONSTRAINT test_type CHECK (queue <> '${dlq}' OR event_type IS DISTINCT FROM 'BadOne'),
      ADD CONSTRAINT test_body CHECK (queue <> '${dlq}' OR body IS DISTINCT FROM 'worst')`);
    const keeper = bench.keep("one");
    await bench.changeCustody(dlq, "hold");
    const bad = '{"eventType":"BadOne","eventId":"1","occurredAt":"2026-11-21T00:00:00Z"}';
    await bench.die(work, [...numbered(0, 6), bad, "worst", ...numbered(6, 6)]);
    await settled(dlq, { held: 13 });
    expect((await bench.held(dlq)).toSorted()).toEqual([...numbered(0, 12), bad].toSorted());
    await keeper.stop();
    expect(await bench.depth(dlq)).toBe(1);
    expect(((await bench.channel.get(dlq, { noAck: true })) || null)?.content.toString()).toBe("worst");
  });

  it("waits while somebody else consumes from the queue", async () => {
    const { work, dlq } = await bench.declare("shared");
    const other = await openConnection({ url: bench.url }, "another");
    const channel = await other.createChannel();
    await channel.prefetch(1);
    await channel.consume(dlq, () => {});
    const keeper = bench.keep("one");
    await bench.changeCustody(dlq, "hold");
    await bench.die(work, numbered(0, 4));
    await until(async () => problemOf(keeper, dlq)?.includes("exclusive") || null);
    expect(await bench.held(dlq)).toEqual([]);
    await other.close();
    await settled(dlq, { held: 4 });
    await keeper.stop();
  });

  it("marks as gone what somebody else took while it was only observed", async () => {
    const { work, dlq } = await bench.declare("taken");
    const keeper = bench.keep("one");
    await bench.die(work, numbered(0, 3));
    await settled(dlq, { observed: 3 });
    await bench.channel.get(dlq, { noAck: true });
    await bench.changeCustody(dlq, "hold");
    await settled(dlq, { gone: 1, held: 2 });
    expect(await bench.held(dlq)).toEqual(numbered(1, 2));
    await keeper.stop();
  });

  it("takes whatever headers a message has, and no two for one", async () => {
    const { dlq } = await bench.declare("hostile");
    const keeper = bench.keep("one");
    await bench.changeCustody(dlq, "hold");
    const deaths = [
      null,
      7,
      "x",
      [],
      [null],
      [{ queue: 7, time: "never", "routing-keys": { a: 1 } }],
      [{ queue: "\0" }],
    ];
    for (const [n, death] of deaths.entries()) {
      const headers = {
        "x-death": death,
        "x-exception-message": "\0bad\uD800",
        "sillage-redrive": n,
        "CC-": [n],
      };
      bench.channel.sendToQueue(dlq, Buffer.from([0, 255, n]), { headers });
      bench.channel.sendToQueue(dlq, Buffer.from([0, 255, n]), { headers });
    }
    await settled(dlq, { held: 2 * deaths.length });
    await keeper.stop();
  });

  it("is refused for a queue that its consumer would delete", async () => {
    const { dlq } = await bench.declare("vanishes", { autoDelete: true });
    const keeper = bench.keep("one");
    await expect(bench.changeCustody(dlq, "hold")).rejects.toThrow("cannot be held");
    await keeper.stop();
  });
});
