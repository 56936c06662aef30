import { createPool } from "@/server/db";
import { ensurePartitions } from "@/server/event-store/partitions";
import { print, progress } from "./figures";
import { sillageIngest } from "./ingest-variants";
import { publishBacklog } from "./publish-backlog";
import { inOwnProcess, startBenchRig } from "./rig";
import { SeedEvents } from "./seed-events";

const QUEUE = "bench.memory";

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

interface PartOptions {
  brokerUrl: string;
  databaseUrl: string;
  messages: number;
}

export async function memoryPart(options: PartOptions): Promise<{ seconds: number; rssMb: number }> {
  const pool = createPool(options.databaseUrl, "bench");
  const { seconds } = await sillageIngest({ ...options, queue: QUEUE, pool });
  return { seconds, rssMb: process.resourceUsage().maxRSS / 1024 };
}

/** `npm run bench -- memory [messages]`: the worker's peak memory while it drains a backlog of a million messages with bodies up to 64 kB. */
export async function benchMemory(messages = 1_000_000): Promise<void> {
  const rig = await startBenchRig();
  const pool = createPool(rig.database.url(), "bench");
  try {
    await ensurePartitions(pool, new Date(), new Date(Date.now() + 86_400_000));
    await pool.query("TRUNCATE messages, event_keys, streams, batches, traffic_minutes, ingest_leases");
    const rate = await publishBacklog({
      brokerUrl: rig.broker.url(),
      exchange: "bench.events",
      queues: [{ name: QUEUE, arguments: { "x-single-active-consumer": true, "x-queue-mode": "lazy" } }],
      count: messages,
      next: mixedSizes(),
    });
    progress(`${messages} published at ${Math.round(rate)}/s`);
    const part = await inOwnProcess<{ seconds: number; rssMb: number }>("memory-part", {
      brokerUrl: rig.broker.url(),
      databaseUrl: rig.database.url(),
      messages,
    } satisfies PartOptions);
    print({ name: "memory.sillage", per_second: messages / part.seconds, rss_mb: part.rssMb, messages });
    await pool.query("TRUNCATE messages, event_keys, streams, batches, traffic_minutes, ingest_leases");
  } finally {
    await pool.end();
    await rig.stop();
  }
}
