import { openConnection } from "@/server/broker/connection";
import { createPool } from "@/server/db";
import { freePorts } from "@/server/launch/ports";
import { buildWeb } from "@/server/launch/web-build";
import { workerProgram } from "@/server/launch/worker-program";
import { signedIn } from "@/server/testing/signed-in";
import { print, progress, quantile } from "./figures";
import { offerLoad } from "./offered-load";
import { startProgram, stopProgram, webProgram } from "./programs";
import { startBenchRig } from "./rig";
import { SeedEvents } from "./seed-events";

const EXCHANGE = "bench.visible";
/** One message in this many is looked for. It goes by a key of its own, so that one question finds all of them. */
const SAMPLE = 100;
const KEY = "visible";
/** Before anything is measured: the first messages find a process that has just started. */
const WARM_UP_SECONDS = 5;
/** A search is under way all the time but for this long: more at once would be what a small machine is busy with. */
const ASK_EVERY_MS = 20;
/** Of samples, in one answer: those of seconds. */
const LIMIT = 100;
/** What was not found after so long is lost, and the bench fails. */
const LOST_MS = 60_000;

/** `npm run bench -- visible [perSecond] [seconds]`: from publish until the search that the pages use finds the message. */
export async function benchVisible(perSecond = 2_000, seconds = 30): Promise<void> {
  const rig = await startBenchRig();
  await buildWeb();
  const [port] = await freePorts(1);
  const programs = [
    startProgram(rig, workerProgram()),
    startProgram(rig, webProgram(), { PORT: String(port) }),
  ];
  const pool = createPool(rig.database.url(), "bench", 1);
  try {
    const connection = await openConnection({ url: rig.broker.url() }, "bench");
    await (await connection.createChannel()).assertExchange(EXCHANGE, "topic", { durable: true });
    await connection.close();
    const { bearer } = await signedIn(rig.database.url(), "viewer");
    const keysSince = (from: Date) =>
      fetch(
        `http://127.0.0.1:${port}/api/audit/search?routingKey=${KEY}.%23&from=${from.toISOString()}&limit=${LIMIT}`,
        { headers: bearer },
      ).then(async (answer) => {
        if (!answer.ok) throw new Error(`the search answered ${answer.status}: ${await answer.text()}`);
        return ((await answer.json()) as Found).items.map(({ message }) => message.routingKey);
      });
    await untilUp(() => keysSince(new Date()));
    const tapped = () =>
      pool.query("SELECT 1 FROM exchanges WHERE name = $1 AND tapped_at IS NOT NULL", [EXCHANGE]);
    while ((await tapped()).rowCount === 0) await pause(100);

    const events = new SeedEvents();
    const load = { brokerUrl: rig.broker.url(), exchange: EXCHANGE, perSecond, next: () => events.next() };
    await offerLoad({ ...load, seconds: WARM_UP_SECONDS });
    const began = new Date();
    const sentAt = new Map<string, number>();
    const waited: number[] = [];
    let n = 0;
    let key = "";
    let sending = true;
    const look = async () => {
      while (sending || sentAt.size > 0) {
        const found = await keysSince(began);
        for (const one of found) {
          const at = sentAt.get(one);
          if (at !== undefined) waited.push(performance.now() - at);
          sentAt.delete(one);
        }
        const oldest = Math.min(...sentAt.values());
        if (performance.now() - oldest > LOST_MS) throw new Error(`${sentAt.size} messages were not found`);
        await pause(ASK_EVERY_MS);
      }
    };
    const sent = offerLoad({
      ...load,
      seconds,
      next: () => {
        const event = events.next();
        key = n++ % SAMPLE === 0 ? `${KEY}.${n}` : event.routingKey;
        return { ...event, routingKey: key };
      },
      onSent: (_, at) => {
        if (key.startsWith(KEY)) sentAt.set(key, at);
      },
    });
    const ended = sent.then(() => {
      sending = false;
    });
    await Promise.all([ended, look()]);
    progress(`${waited.length} of ${perSecond * seconds} messages looked for`);
    print({
      name: "visible.search",
      per_second: perSecond,
      p50_ms: quantile(waited, 0.5),
      p99_ms: quantile(waited, 0.99),
      max_ms: Math.max(...waited),
    });
  } finally {
    await pool.end();
    await Promise.all(programs.map(stopProgram));
    await rig.stop();
  }
}

interface Found {
  items: { message: { routingKey: string } }[];
}

/** Waits until the web answers. */
async function untilUp(ask: () => Promise<unknown>): Promise<void> {
  for (;;) {
    const answered = await ask().then(
      () => true,
      () => false,
    );
    if (answered) return;
    await pause(100);
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
