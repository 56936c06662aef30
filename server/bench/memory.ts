import type { Pool } from "pg";
import { createPool } from "@/server/db";
import { ensurePartitions } from "@/server/event-store/partitions";
import { logHead } from "@/server/event-store/sequencer";
import { workerProgram } from "@/server/launch/worker-program";
import { print, progress } from "./figures";
import { peakMemoryOf } from "./process-use";
import { startProgram, stopProgram } from "./programs";
import { publishBacklog } from "./publish-backlog";
import { startBenchRig, tapRig, untapRig } from "./rig";
import { SeedEvents } from "./seed-events";

const EXCHANGE = "bench.memory";
/** Room for the whole backlog: 1.6 kB a message. */
const SETTINGS = { SILLAGE_QUEUE_MAX_MESSAGES: "10000000", SILLAGE_QUEUE_MAX_BYTES: String(16 * 1024 ** 3) };
/** The log and what was made of it: its positions begin at 1 again. */
const FORGET =
  "TRUNCATE messages, event_keys, streams, batches, traffic_minutes, ingest_leases, " +
  "sagas, saga_steps, flow_edges, saga_generations, projection_generations";

/** Bodies of a busy system: most are small, one in 25 has 8 kB, one in 100 has 64 kB. */
function mixedSizes(): () => { routingKey: string; body: Buffer } {
  const events = new SeedEvents();
  let n = 0;
  return () => {
    n++;
    const { routingKey, body } = events.next();
    const size = n % 100 === 0 ? 64 * 1024 : n % 25 === 0 ? 8 * 1024 : 0;
    if (size === 0) return { routingKey, body };
    const filler = Buffer.from(`,"filler":"${randomText(size - body.length - 13, n)}"}`);
    return { routingKey, body: Buffer.concat([body.subarray(0, -1), filler]) };
  };
}

/** Text that hardly compresses, the same for the same seed. */
function randomText(length: number, seed: number): string {
  let state = seed >>> 0;
  const bytes = Buffer.allocUnsafe(Math.ceil((length * 3) / 4));
  for (let i = 0; i < bytes.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[i] = state >>> 24;
  }
  return bytes.toString("base64").slice(0, length);
}

/**
 * `npm run bench -- memory [messages]`: the peak memory of a whole worker, as the kernel counts it, while it drains a
 * backlog of a million messages with bodies up to 64 kB from the audit queue, which filled up while it was away.
 */
export async function benchMemory(messages = 1_000_000): Promise<void> {
  const rig = await startBenchRig();
  const pool = createPool(rig.database.url(), "bench");
  try {
    await ensurePartitions(pool, new Date(), new Date(Date.now() + 86_400_000));
    await pool.query(FORGET);
    const backlog = { brokerUrl: rig.broker.url(), exchange: EXCHANGE, queues: [], next: mixedSizes() };
    // The exchange alone; a worker that sees it taps it.
    await publishBacklog({ ...backlog, count: 0 });
    // A queue that an earlier run left is kept with its limits, and drops what is beyond them.
    await untapRig(rig);
    await stopProgram(await tapRig(rig, pool, EXCHANGE, SETTINGS));
    const head = await logHead(pool);
    const rate = await publishBacklog({ ...backlog, count: messages });
    progress(`${messages} published at ${Math.round(rate)}/s`);

    const worker = startProgram(rig, workerProgram(), SETTINGS);
    const began = performance.now();
    try {
      while ((await logHead(pool)) < head + messages) await pause(100);
      print({
        name: "memory.drained",
        per_second: messages / ((performance.now() - began) / 1000),
        rss_mb: peakMemoryOf(worker.pid!),
        messages,
      });
      while ((await sagasAt(pool)) < head + messages) await pause(100);
      print({
        name: "memory.sagas_too",
        per_second: messages / ((performance.now() - began) / 1000),
        rss_mb: peakMemoryOf(worker.pid!),
        messages,
      });
    } finally {
      await stopProgram(worker);
    }
    await pool.query(FORGET);
  } finally {
    await pool.end();
    await rig.stop();
  }
}

/** How far the sagas have come in the log: the read model that reads every message. */
async function sagasAt(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ position: string }>(
    "SELECT position FROM projection_generations WHERE name = 'sagas' AND state = 'serving'",
  );
  return Number(rows[0]?.position ?? 0);
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
