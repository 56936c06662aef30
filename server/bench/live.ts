import type { CDPSession, Page } from "playwright-core";
import { openConnection } from "@/server/broker/connection";
import { createPool } from "@/server/db";
import { median, print, progress, quantile } from "./figures";
import { offerLoad } from "./offered-load";
import { SeedEvents } from "./seed-events";
import { openWindow, startWebRig } from "./web-rig";

const EXCHANGE = "bench.live";
const LOOK_EVERY_MS = 15_000;

interface Look {
  heapMb: number;
  /** Milliseconds until the tab draws its next frame. */
  frameMs: number;
  /** Elements in the page: rows that are not let go show here first. */
  nodes: number;
}

/**
 * `npm run bench -- live [perSecond] [minutes]`: the Live page open while that many messages a second arrive. Whether the
 * browser's memory stays flat (after a forced collection), the tab answers, and what was not shown is counted.
 */
export async function benchLive(perSecond = 2_000, minutes = 10): Promise<void> {
  const rig = await startWebRig();
  const pool = createPool(rig.database.url(), "bench", 1);
  try {
    const connection = await openConnection({ url: rig.broker.url() }, "bench");
    await (await connection.createChannel()).assertExchange(EXCHANGE, "topic", { durable: true });
    await connection.close();
    const tapped = () =>
      pool.query("SELECT 1 FROM exchanges WHERE name = $1 AND tapped_at IS NOT NULL", [EXCHANGE]);
    while ((await tapped()).rowCount === 0) await new Promise((resolve) => setTimeout(resolve, 100));

    const page = await (await openWindow(rig)).newPage();
    await page.goto("/live");
    const line = page.locator("[data-live-state]").first();
    await line.waitFor();
    const tools = await page.context().newCDPSession(page);
    await tools.send("Performance.enable");
    await watchLongTasks(page);
    const events = new SeedEvents();
    const load = offerLoad({
      brokerUrl: rig.broker.url(),
      exchange: EXCHANGE,
      perSecond,
      seconds: minutes * 60,
      next: () => events.next(),
    });
    const looks: Look[] = [];
    let over = false;
    void load.finally(() => {
      over = true;
    });
    while (!over) {
      await Promise.race([load, new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))]);
      looks.push(await look(page, tools));
      progress(JSON.stringify(looks.at(-1)));
    }
    await load;
    // The first minute fills what is kept; from then on it must not grow.
    const steady = looks.slice(Math.ceil(60_000 / LOOK_EVERY_MS));
    const half = Math.floor(steady.length / 2);
    print({
      name: "live",
      per_second: perSecond,
      minutes,
      heap_first_half_mb: median(steady.slice(0, half).map((it) => it.heapMb)),
      heap_second_half_mb: median(steady.slice(half).map((it) => it.heapMb)),
      heap_max_mb: Math.max(...looks.map((it) => it.heapMb)),
      nodes_max: Math.max(...looks.map((it) => it.nodes)),
      next_frame_p95_ms: quantile(
        looks.map((it) => it.frameMs),
        0.95,
      ),
      long_tasks_over_100_ms: await page.evaluate(() => (window as unknown as { long: number }).long),
      state: await line.getAttribute("data-live-state"),
      not_shown: Number(await line.getAttribute("data-live-dropped")),
    });
  } finally {
    await pool.end();
    await rig.stop();
  }
}

async function look(page: Page, tools: CDPSession): Promise<Look> {
  const frameMs = await page.evaluate(async () => {
    const started = performance.now();
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    return performance.now() - started;
  });
  await tools.send("HeapProfiler.collectGarbage");
  const { metrics } = await tools.send("Performance.getMetrics");
  const metric = (name: string) => metrics.find((it) => it.name === name)?.value ?? 0;
  return { heapMb: metric("JSHeapUsedSize") / 1024 / 1024, frameMs, nodes: metric("Nodes") };
}

const watchLongTasks = (page: Page) =>
  page.evaluate(() => {
    Object.assign(window, { long: 0 });
    new PerformanceObserver((list) => {
      const long = list.getEntries().filter((entry) => entry.duration > 100).length;
      (window as unknown as { long: number }).long += long;
    }).observe({ type: "longtask" });
  });
