import { createPool } from "@/server/db";
import { ensurePartitions } from "@/server/event-store/partitions";
import { WORKER_FLAGS } from "@/server/launch/worker-program";
import { keepHeapLean } from "@/server/lean-heap";
import { median, print, progress, quantile } from "./figures";
import { bareConsumer, bareCopy, sillageIngest, type VariantResult } from "./ingest-variants";
import { publishBacklog } from "./publish-backlog";
import { inOwnProcess, startBenchRig } from "./rig";
import { SeedEvents } from "./seed-events";

const VARIANTS = { bare_consumer: bareConsumer, bare_copy: bareCopy, sillage: sillageIngest };
type Variant = keyof typeof VARIANTS;

interface PartOptions {
  variant: Variant;
  brokerUrl: string;
  databaseUrl: string;
  messages: number;
}

interface PartResult extends VariantResult {
  rssMb: number;
}

/** One variant drains one backlog: what `inOwnProcess("ingest-part", …)` runs. */
export async function ingestPart(options: PartOptions): Promise<PartResult> {
  if (options.variant === "sillage") keepHeapLean();
  const pool = createPool(options.databaseUrl, "bench");
  const result = await VARIANTS[options.variant]({
    brokerUrl: options.brokerUrl,
    queue: queueOf(options.variant),
    messages: options.messages,
    pool,
  });
  await pool.end();
  return { ...result, rssMb: process.resourceUsage().maxRSS / 1024 };
}

/**
 * `npm run bench -- ingest [messages] [rounds]`: a backlog of seed-shaped events for each variant, drained in turn,
 * in another order each round. Medians of the rounds; the ratio is taken within a round.
 */
export async function benchIngest(messages = 60_000, rounds = 5): Promise<void> {
  const rig = await startBenchRig();
  const pool = createPool(rig.database.url(), "bench");
  const results: Record<Variant, PartResult[]> = { bare_consumer: [], bare_copy: [], sillage: [] };
  try {
    await ensurePartitions(pool, new Date(), new Date(Date.now() + 86_400_000));
    const variants = Object.keys(VARIANTS) as Variant[];
    const events = new SeedEvents();
    for (let round = 0; round < rounds; round++) {
      await pool.query("TRUNCATE messages, event_keys, streams, batches, traffic_minutes, ingest_leases");
      const rate = await publishBacklog({
        brokerUrl: rig.broker.url(),
        exchange: "bench.events",
        queues: variants.map((variant) => ({
          name: queueOf(variant),
          arguments: variant === "sillage" ? { "x-single-active-consumer": true } : {},
        })),
        count: messages,
        next: () => events.next(),
      });
      progress(
        `round ${round + 1}: ${messages} published to ${variants.length} queues at ${Math.round(rate)}/s`,
      );
      for (let turn = 0; turn < variants.length; turn++) {
        const variant = variants[(turn + round) % variants.length]!;
        await pool.query("CHECKPOINT");
        const options = {
          variant,
          brokerUrl: rig.broker.url(),
          databaseUrl: rig.database.url(),
          messages,
        } satisfies PartOptions;
        const flags = variant === "sillage" ? WORKER_FLAGS : [];
        const result = await inOwnProcess<PartResult>("ingest-part", options, flags);
        results[variant].push(result);
        progress(`  ${variant}: ${Math.round(messages / result.seconds)}/s`);
      }
    }
  } finally {
    await pool.end();
    await rig.stop();
  }
  for (const [variant, runs] of Object.entries(results)) {
    const base = variant === "sillage" ? results.bare_copy : results.bare_consumer;
    const latencies = runs.flatMap((run) => run.latenciesMs);
    print({
      name: `ingest.${variant}`,
      per_second: median(runs.map((run) => messages / run.seconds)),
      ratio_to_bare: median(runs.map((run, round) => base[round]!.seconds / run.seconds)),
      p50_ms: quantile(latencies, 0.5),
      p99_ms: quantile(latencies, 0.99),
      rss_mb: Math.max(...runs.map((run) => run.rssMb)),
    });
  }
}

const queueOf = (variant: Variant) => `bench.${variant}`;
