import type { Pool } from "pg";
import { openConnection } from "@/server/broker/connection";
import { createPool } from "@/server/db";
import { median, print, progress, quantile } from "./figures";
import { offerLoad } from "./offered-load";
import { stopProgram } from "./programs";
import { type BenchRig, startBenchRig, tapRig, untapRig } from "./rig";
import { startSecondQueue } from "./second-queue";
import { SeedEvents } from "./seed-events";
import { processorTime, stolenPercent } from "./stolen-time";

const EXCHANGE = "bench.confirms";
/** A publisher feels a tap that runs for weeks, not a worker that starts: all modes get as long to settle. */
const WARM_UP_SECONDS = 15;
const QUEUE = "bench.confirms.business";

/** The broker as it is, with a second queue that somebody empties, and with Sillage. */
const MODES = ["without_sillage", "second_queue", "with_sillage"] as const;
type Mode = (typeof MODES)[number];

/** What a publisher felt in one round of one mode, in milliseconds. */
interface Felt {
  p50: number;
  p99: number;
  stolen: number;
}

/**
 * `npm run bench -- confirms [perSecond] [seconds] [rounds]`: what a publisher feels of us at an offered rate, the modes in
 * turn. The second queue says what of it any tap costs: a broker confirms when every queue of a message has it.
 */
export async function benchConfirms(perSecond = 2_000, seconds = 15, rounds = 5): Promise<void> {
  const rig = await startBenchRig();
  const pool = createPool(rig.database.url(), "bench");
  const events = new SeedEvents();
  const brokerUrl = rig.broker.url();
  const felt: Record<Mode, Felt[]> = { without_sillage: [], second_queue: [], with_sillage: [] };
  const business = await businessConsumer(rig);
  try {
    for (let round = 0; round < rounds; round++) {
      for (const mode of inTurn(round)) {
        const end = await enter(mode, rig, pool);
        const before = processorTime();
        const warmUpSeconds = WARM_UP_SECONDS;
        const load = { brokerUrl, exchange: EXCHANGE, perSecond, seconds, warmUpSeconds };
        const confirms = await offerLoad({ ...load, next: () => events.next() });
        const stolen = stolenPercent(before);
        const [p50, p99] = [quantile(confirms, 0.5), quantile(confirms, 0.99)];
        felt[mode].push({ p50, p99, stolen });
        progress(
          `round ${round + 1} ${mode}: p50 ${p50.toFixed(1)}, p99 ${p99.toFixed(1)} ms, ` +
            `${stolen.toFixed(1)} % of the processor stolen`,
        );
        await end();
      }
    }
  } finally {
    await business();
    await pool.end();
    await rig.stop();
  }
  const ratios = (mode: Mode, to: Mode) => felt[mode].map(({ p99 }, round) => p99 / felt[to][round]!.p99);
  for (const mode of MODES) {
    print({
      name: `confirms.${mode}`,
      per_second: perSecond,
      p50_ms: median(felt[mode].map(({ p50 }) => p50)),
      p99_ms: median(felt[mode].map(({ p99 }) => p99)),
      stolen_percent: median(felt[mode].map(({ stolen }) => stolen)),
      ratio_to_bare: median(ratios(mode, "without_sillage")),
      ratio_to_second_queue: median(ratios(mode, "second_queue")),
    });
  }
}

/** Each round begins with another: what a machine does meanwhile falls on all alike. */
const inTurn = (round: number): Mode[] => [
  ...MODES.slice(round % MODES.length),
  ...MODES.slice(0, round % MODES.length),
];

/** @returns what ends it */
async function enter(mode: Mode, rig: BenchRig, pool: Pool): Promise<() => Promise<void>> {
  if (mode === "with_sillage") {
    const worker = await tapRig(rig, pool, EXCHANGE);
    return () => stopProgram(worker);
  }
  await untapRig(rig);
  if (mode === "second_queue") return startSecondQueue({ brokerUrl: rig.broker.url(), exchange: EXCHANGE });
  return async () => {};
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
