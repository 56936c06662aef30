import type { Pool } from "pg";
import { openConnection } from "@/server/broker/connection";
import { createPool } from "@/server/db";
import { storeTestDeadLetters } from "@/server/dead-letters/testing/dead-letters";
import { inTransaction } from "@/server/event-store/append-batch";
import { startRedrive } from "@/server/redrive/control-redrive";
import { planRedrive } from "@/server/redrive/plan-redrive";
import { TEST_BY } from "@/server/testing/by";
import { median, print, progress } from "./figures";
import { peakMemoryOf, processorTimeOf } from "./process-use";
import { stopProgram } from "./programs";
import { publishBacklog } from "./publish-backlog";
import { bareLoop, type MoveOptions, shovel } from "./redrive-variants";
import { type BenchRig, inOwnProcess, startBenchRig, tapRig, untapRig } from "./rig";
import { SeedEvents } from "./seed-events";

const EXCHANGE = "bench.redrive";
const TARGET = "bench.redrive.target";
const FROM = "bench.redrive.dlq";
/** Where messages die: all of them at once, since they may live for no time. */
const WORK = { name: "bench.redrive.work", exchange: "bench.redrive.dlx" };
const STORED_AT_ONCE = 1_000;
/** Whether it has ended is asked seldom: how long it took stands in the database. */
const LOOK_MS = 500;

/** The bare loop in a process of its own: what `inOwnProcess("redrive-part", …)` runs. */
export async function redrivePart(options: MoveOptions): Promise<{ seconds: number }> {
  return { seconds: await bareLoop(options) };
}

/**
 * `npm run bench -- redrive [messages] [rounds]`: a bare amqplib loop, RabbitMQ's dynamic shovel and a redrive move as
 * many messages in turn. The redrive runs in a worker with taps on, each outcome durable; it is measured from its start
 * to its end as it stands in the database. The others move dead letters that the broker made, on a broker without taps, so
 * that no backlog of ours is left for the redrive. Medians of the rounds; the ratio is taken within a round.
 */
export async function benchRedrive(messages = 100_000, rounds = 3): Promise<void> {
  const rig = await startBenchRig("bench-redrive", ["rabbitmq_shovel"]);
  const pool = createPool(rig.database.url(), "bench");
  const seconds: Record<"bare" | "shovel" | "sillage", number[]> = { bare: [], shovel: [], sillage: [] };
  try {
    await keepDeadLetters(pool, messages);
    for (let round = 1; round <= rounds; round++) {
      await untapRig(rig);
      for (const variant of ["bare", "shovel", "sillage"] as const) {
        const took = variant === "sillage" ? await redrive(rig, pool) : await move(rig, variant, messages);
        seconds[variant].push(took);
        progress(`round ${round} ${variant}: ${Math.round(messages / took)}/s`);
      }
    }
  } finally {
    await pool.end();
    await rig.stop();
  }
  for (const variant of ["bare", "shovel", "sillage"] as const) {
    print({
      name: `redrive.${variant}`,
      per_second: median(seconds[variant].map((it) => messages / it)),
      ratio_to_bare: median(seconds[variant].map((it, round) => seconds.bare[round]! / it)),
    });
  }
}

/** Moves a backlog from queue to queue. */
async function move(rig: BenchRig, variant: "bare" | "shovel", messages: number): Promise<number> {
  await emptyQueue(rig, TARGET);
  await fillDeadLetterQueue(rig, messages);
  const options = {
    brokerUrl: rig.broker.url(),
    managementUrl: rig.broker.managementUrl,
    from: FROM,
    to: TARGET,
    messages,
  };
  if (variant === "shovel") return shovel(options);
  return (await inOwnProcess<{ seconds: number }>("redrive-part", options)).seconds;
}

/** Has the broker itself make dead letters, so that they carry what dead letters carry. */
async function fillDeadLetterQueue(rig: BenchRig, messages: number): Promise<void> {
  const connection = await openConnection({ url: rig.broker.url() }, "bench");
  const channel = await connection.createChannel();
  await channel.assertExchange(WORK.exchange, "fanout", { durable: true });
  await channel.assertQueue(FROM, { durable: true });
  await channel.purgeQueue(FROM);
  await channel.bindQueue(FROM, WORK.exchange, "");
  const events = new SeedEvents();
  await publishBacklog({
    brokerUrl: rig.broker.url(),
    exchange: EXCHANGE,
    queues: [{ name: WORK.name, arguments: { "x-message-ttl": 0, "x-dead-letter-exchange": WORK.exchange } }],
    count: messages,
    next: () => events.next(),
  });
  while ((await channel.checkQueue(FROM)).messageCount < messages)
    await new Promise((resolve) => setTimeout(resolve, 50));
  await channel.deleteQueue(WORK.name);
  await connection.close();
}

/** Redrives all dead letters by a worker of its own. */
async function redrive(rig: BenchRig, pool: Pool): Promise<number> {
  await pool.query(
    "TRUNCATE dead_letter_contents, dead_letter_states, redrives, redrive_messages, dead_letter_versions, messages, event_keys, streams, batches, traffic_minutes CASCADE",
  );
  for (const table of ["dead_letter_contents", "dead_letter_states"])
    await pool.query(`INSERT INTO ${table} SELECT * FROM bench_${table} ORDER BY id`);
  await pool.query("VACUUM ANALYZE dead_letter_contents, dead_letter_states");
  await pool.query("CHECKPOINT");
  await emptyQueue(rig, TARGET);
  const worker = await tapRig(rig, pool, EXCHANGE, { SILLAGE_TAP: "on" });
  try {
    const id = await planAll(pool);
    await pool.query("CHECKPOINT");
    const used = () => [rig.broker.pid()!, rig.database.pid(), worker.pid!].map(processorTimeOf);
    const before = used();
    await inClient(pool, (client) => startRedrive(client, id, TEST_BY));
    const { seconds, messages } = await untilEnded(pool, id);
    const [broker, database, own] = used().map((ms, i) => Math.round(((ms - before[i]!) * 1_000) / messages));
    progress(
      `  processor time of a message: broker ${broker} µs, PostgreSQL ${database} µs, worker ${own} µs`,
    );
    progress(`  memory of the worker: ${Math.round(peakMemoryOf(worker.pid!))} MB at most`);
    return seconds;
  } finally {
    await stopProgram(worker);
  }
}

async function planAll(pool: Pool): Promise<string> {
  const { id, total } = await inClient(pool, (client) =>
    planRedrive(client, {
      kind: "redrive",
      selection: { filter: { vhost: "/", queue: "bench.dlq" } },
      destination: { kind: "failed-queue" },
      rate: null,
      ramp: { canary: 0, growth: 10, waitSeconds: 0 },
      haltShare: 0.1,
      again: false,
      scope: "everything",
      by: TEST_BY,
    }),
  );
  progress(`  ${total} dead letters planned`);
  return id;
}

async function untilEnded(pool: Pool, id: string): Promise<{ seconds: number; messages: number }> {
  for (;;) {
    const { rows } = await pool.query<{ status: string; total: number; seconds: number }>(
      "SELECT status, total, extract(epoch FROM ended_at - started_at)::float8 AS seconds FROM redrives WHERE id = $1",
      [id],
    );
    if (rows[0]!.status === "completed") {
      const counts = await pool.query<{ outcome: string; n: string }>(
        "SELECT outcome, count(*) AS n FROM redrive_messages WHERE redrive_id = $1 GROUP BY 1",
        [id],
      );
      progress(`  ${counts.rows.map(({ outcome, n }) => `${n} ${outcome}`).join(", ")}`);
      return { seconds: rows[0]!.seconds, messages: rows[0]!.total };
    }
    if (rows[0]!.status !== "running") throw new Error(`the redrive is ${rows[0]!.status}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** Makes the dead letters once, and a copy of them to begin each round with. */
async function keepDeadLetters(pool: Pool, messages: number): Promise<void> {
  await pool.query("DROP TABLE IF EXISTS bench_dead_letter_contents, bench_dead_letter_states");
  await pool.query(
    "TRUNCATE dead_letter_contents, dead_letter_states, dead_letter_groups, dead_letter_hours, redrives, redrive_messages, dead_letter_versions CASCADE",
  );
  const events = new SeedEvents();
  for (let from = 0; from < messages; from += STORED_AT_ONCE) {
    const part = Array.from({ length: Math.min(STORED_AT_ONCE, messages - from) }, () => {
      const { routingKey, body } = events.next();
      return {
        queue: "bench.dlq",
        failedQueue: TARGET,
        originExchange: EXCHANGE,
        routingKey,
        body,
        properties: { contentType: "application/json", deliveryMode: 2 },
      };
    });
    await storeTestDeadLetters(pool, part);
  }
  for (const table of ["dead_letter_contents", "dead_letter_states"])
    await pool.query(`CREATE TABLE bench_${table} AS SELECT * FROM ${table}`);
  progress(`${messages} dead letters stored`);
}

async function emptyQueue(rig: BenchRig, name: string): Promise<void> {
  const connection = await openConnection({ url: rig.broker.url() }, "bench");
  const channel = await connection.createChannel();
  await channel.assertQueue(name, { durable: true });
  await channel.purgeQueue(name);
  await connection.close();
}

async function inClient<T>(pool: Pool, work: (client: import("pg").PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    return await inTransaction(client, () => work(client));
  } finally {
    client.release();
  }
}
