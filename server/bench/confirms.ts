import { openConnection } from "@/server/broker/connection";
import { createPool } from "@/server/db";
import { median, print, progress, quantile } from "./figures";
import { offerLoad } from "./offered-load";
import { stopProgram } from "./programs";
import { type BenchRig, startBenchRig, tapRig, untapRig } from "./rig";
import { SeedEvents } from "./seed-events";
import { processorTime, stolenPercent } from "./stolen-time";

const EXCHANGE = "bench.confirms";
/** A publisher feels a tap that runs for weeks, not a worker that starts: both modes get as long to settle. */
const WARM_UP_SECONDS = 5;
const QUEUE = "bench.confirms.business";

/** `npm run bench -- confirms [perSecond] [seconds] [rounds]`: what a publisher feels of us at an offered rate, without and with Sillage in turn. */
export async function benchConfirms(perSecond = 2_000, seconds = 15, rounds = 5): Promise<void> {
  const rig = await startBenchRig();
  const pool = createPool(rig.database.url(), "bench");
  const events = new SeedEvents();
  const measure = () =>
    offerLoad({
      brokerUrl: rig.broker.url(),
      exchange: EXCHANGE,
      perSecond,
      seconds,
      warmUpSeconds: WARM_UP_SECONDS,
      next: () => events.next(),
    });
  const stolen: Record<"without" | "with", number[]> = { without: [], with: [] };
  const p99: Record<"without" | "with", number[]> = { without: [], with: [] };
  const p50: Record<"without" | "with", number[]> = { without: [], with: [] };
  const business = await businessConsumer(rig);
  try {
    for (let round = 0; round < rounds; round++) {
      for (const mode of round % 2 === 0 ? (["without", "with"] as const) : (["with", "without"] as const)) {
        const worker = mode === "with" ? await tapRig(rig, pool, EXCHANGE) : await untapRig(rig);
        const before = processorTime();
        const confirms = await measure();
        stolen[mode].push(stolenPercent(before));
        p99[mode].push(quantile(confirms, 0.99));
        p50[mode].push(quantile(confirms, 0.5));
        progress(
          `round ${round + 1} ${mode}: p99 ${quantile(confirms, 0.99).toFixed(1)} ms, ` +
            `${stolen[mode][round]!.toFixed(1)} % of the processor stolen`,
        );
        if (worker) await stopProgram(worker);
      }
    }
  } finally {
    await business();
    await pool.end();
    await rig.stop();
  }
  for (const mode of ["without", "with"] as const) {
    print({
      name: `confirms.${mode}_sillage`,
      per_second: perSecond,
      p50_ms: median(p50[mode]),
      p99_ms: median(p99[mode]),
      stolen_percent: median(stolen[mode]),
      ratio_to_bare: median(p99[mode].map((value, round) => value / p99.without[round]!)),
    });
  }
}

/** Somebody's own durable queue and consumer on the exchange, there in both modes. */
async function businessConsumer(rig: BenchRig): Promise<() => Promise<void>> {
  const connection = await openConnection({ url: rig.broker.url() }, "bench business consumer");
  const channel = await connection.createChannel();
  await channel.assertExchange(EXCHANGE, "topic", { durable: true });
  await channel.assertQueue(QUEUE, { durable: true });
  await channel.bindQueue(QUEUE, EXCHANGE, "#");
  await channel.prefetch(500);
  let seen = 0;
  await channel.consume(QUEUE, (message) => {
    if (++seen % 50 === 0) channel.ack(message!, true);
  });
  return () => connection.close();
}
