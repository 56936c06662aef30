import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createPrisma } from "@/server/db";
import type { Ingest } from "@/server/ingest/start-ingest";
import type { Taps } from "./start-taps";
import { listCoverage, listGaps, listTapStatus } from "./taps-queries";
import { listCoverageOutput, listGapsOutput } from "./taps-schemas";
import { type Bench, openBench } from "./testing/bench";
import { until } from "./testing/until";

/** The broker's counters need 15 seconds to be believed, twice in some tests. */
const PATIENCE = 90_000;

interface Context {
  bench: Bench;
  running: { stop(): Promise<void> }[];
}

beforeEach<Context>(async (context) => {
  context.bench = await openBench();
  context.running = [];
});
afterEach<Context>(async ({ bench, running }) => {
  await Promise.all(running.map((part) => part.stop()));
  await bench.close();
});

async function verdictOf({ pool, vhost }: Bench, exchange: string) {
  const { rows } = await pool.query(
    "SELECT verdict FROM exchange_ledgers WHERE vhost = $1 AND exchange = $2",
    [vhost, exchange],
  );
  return rows[0]?.verdict as { state: string; certainty: string; upTo: number } | undefined;
}

async function gapsOf({ pool, vhost }: Bench, exchange: string) {
  const { rows } = await pool.query(
    "SELECT count::int, exact, cause, from_at, to_at FROM delivery_gaps WHERE vhost = $1 AND exchange = $2",
    [vhost, exchange],
  );
  return rows;
}

const completeAfter = (bench: Bench, exchange: string, time: number) =>
  until(
    `${exchange} is complete`,
    () => verdictOf(bench, exchange),
    (verdict) => verdict?.state === "complete" && verdict.certainty === "exact" && verdict.upTo >= time,
    PATIENCE,
  );

function start(context: Context, ...more: Parameters<Bench["taps"]>): Taps {
  const taps = context.bench.taps(...more);
  context.running.push(taps);
  return taps;
}

async function ingest({ bench, running }: Context, taps: Taps): Promise<Ingest> {
  const ingest = await bench.ingest(taps.isDeadLetterExchange);
  running.push(ingest);
  return ingest;
}

describe.concurrent("completeness on a real broker", () => {
  it<Context>("counts what was published before the tap, and nothing else", {
    timeout: 120_000,
  }, async (context) => {
    const { bench } = context;
    await bench.channel.assertExchange("old", "topic");
    await bench.channel.assertExchange("graves", "fanout");
    await bench.channel.assertQueue("mortal", { deadLetterExchange: "graves", messageTtl: 1 });
    await bench.channel.bindQueue("mortal", "old", "dies");
    for (let i = 0; i < 5; i++) await bench.publish("old", "k", `before ${i}`);
    const taps = start(context);
    await bench.isTapped("old");
    await bench.isTapped("graves");
    await ingest(context, taps);
    for (let i = 0; i < 7; i++) await bench.publish("old", i < 2 ? "dies" : "k", `after ${i}`);
    const published = Date.now();

    await completeAfter(bench, "old", published);
    expect(await gapsOf(bench, "old")).toMatchObject([{ count: 5, exact: true, cause: "before_tap" }]);
    // Dead letters reach the store and no counter: they are no surplus.
    await completeAfter(bench, "graves", published);
    expect(await gapsOf(bench, "graves")).toEqual([]);

    const prisma = createPrisma(bench.databaseUrl);
    const coverage = listCoverageOutput.parse(
      await listCoverage(prisma, "everything", { vhost: bench.vhost }),
    );
    expect(coverage.find((item) => item.exchange === "old")).toMatchObject({
      coverage: "complete",
      reason: { code: "every_message" },
      completeness: { state: "complete", certainty: "exact", published: 12, accounted: 7 },
    });
    expect(coverage.find((item) => item.exchange === "graves")).toMatchObject({ deadLetter: true });
    expect(coverage.find((item) => item.exchange === "")).toMatchObject({
      coverage: "partial",
      reason: { code: "default_exchange" },
      completeness: null,
    });
    const { items } = listGapsOutput.parse(
      await listGaps(prisma, "everything", { exchange: "old", limit: 10 }),
    );
    expect(items.map((gap) => gap.sentence)).toEqual(["5 messages published before the tap was bound."]);
    expect((await listTapStatus(prisma, "everything")).map(({ status }) => status.phase)).toEqual([
      "tapping",
    ]);
    await prisma.$disconnect();
  });

  it<Context>("counts what the bounded queue dropped", { timeout: 180_000 }, async (context) => {
    const { bench } = context;
    await bench.channel.assertExchange("flooded", "topic");
    const taps = start(context, { limits: { maxMessages: 10, maxBytes: 1_000_000 } });
    await bench.isTapped("flooded");
    await completeAfter(bench, "flooded", 0);
    for (let i = 0; i < 30; i++) bench.channel.publish("flooded", "k", Buffer.from(`message ${i}`));
    await bench.channel.waitForConfirms();
    await until(
      "the full queue has been sampled",
      () => bench.pool.query("SELECT 1 FROM audit_queue_samples WHERE ready = 10"),
      ({ rowCount }) => (rowCount ?? 0) > 0,
      PATIENCE,
    );
    await ingest(context, taps);

    const gaps = await until(
      "the gap is stated",
      () => gapsOf(bench, "flooded"),
      (found) => found.length > 0,
      PATIENCE,
    );
    expect(gaps).toMatchObject([{ count: 20, exact: true, cause: "dropped_by_queue" }]);
  });

  it<Context>("says unknown when an exchange is declared again, and goes on from a pause", {
    timeout: 180_000,
  }, async (context) => {
    const { bench } = context;
    await bench.channel.assertExchange("phoenix", "topic");
    const taps = start(context);
    await ingest(context, taps);
    await bench.isTapped("phoenix");
    await bench.publish("phoenix", "k", "first life");
    await completeAfter(bench, "phoenix", Date.now());
    await bench.channel.deleteExchange("phoenix");
    await bench.channel.assertExchange("phoenix", "topic");
    await bench.isTapped("phoenix");
    await bench.publish("phoenix", "k", "second life");
    await completeAfter(bench, "phoenix", Date.now());
    expect(await gapsOf(bench, "phoenix")).toMatchObject([{ count: null, cause: "declared_again" }]);
  });
});
