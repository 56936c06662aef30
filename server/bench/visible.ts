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
/** One message in this many is looked for. */
const SAMPLE = 100;
/** Before anything is measured: the first messages find a process that has just started. */
const WARM_UP_SECONDS = 5;
const ASK_EVERY_MS = 10;

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
    const search = (eventId: string) =>
      fetch(`http://127.0.0.1:${port}/api/audit/search?eventId=${eventId}&limit=1`, { headers: bearer }).then(
        async (answer) => answer.ok && ((await answer.json()) as { items: unknown[] }).items.length > 0,
      );
    while (
      !(await search("none").then(
        () => true,
        () => false,
      ))
    )
      await pause(100);
    const tapped = () =>
      pool.query("SELECT 1 FROM exchanges WHERE name = $1 AND tapped_at IS NOT NULL", [EXCHANGE]);
    while ((await tapped()).rowCount === 0) await pause(100);

    const events = new SeedEvents();
    const load = { brokerUrl: rig.broker.url(), exchange: EXCHANGE, perSecond, next: () => events.next() };
    await offerLoad({ ...load, seconds: WARM_UP_SECONDS });
    const waits: Promise<number>[] = [];
    let n = 0;
    await offerLoad({
      ...load,
      seconds,
      onSent: (body, at) => {
        if (n++ % SAMPLE !== 0) return;
        const { eventId } = JSON.parse(body.toString()) as { eventId: string };
        waits.push(untilFound(() => search(eventId), at));
      },
    });
    const found = await Promise.all(waits);
    progress(`${found.length} of ${perSecond * seconds} messages looked for`);
    print({
      name: "visible.search",
      per_second: perSecond,
      p50_ms: quantile(found, 0.5),
      p99_ms: quantile(found, 0.99),
      max_ms: Math.max(...found),
    });
  } finally {
    await pool.end();
    await Promise.all(programs.map(stopProgram));
    await rig.stop();
  }
}

async function untilFound(search: () => Promise<boolean>, since: number): Promise<number> {
  while (!(await search())) await pause(ASK_EVERY_MS);
  return performance.now() - since;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
