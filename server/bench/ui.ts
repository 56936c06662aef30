import type { Browser, Page } from "playwright-core";
import { createPool } from "@/server/db";
import { loadHistory } from "@/server/demo/load-history";
import { median, print, progress, quantile } from "./figures";
import { fillStore } from "./fill-store";
import { filterToRows, scrollDown, timeInteractions } from "./ui-measures";
import { startWebRig } from "./web-rig";

const LOADS = 5;
const HOURS = 24;
const PAGES = ["/", "/live", "/events", "/topology", "/quarantine"];
const TABLES = "messages, event_keys, streams, batches, traffic_minutes, ingest_leases, history_loads";

/**
 * `npm run bench -- ui [messages]`: the pages in Chromium. First load on the demo's history (JavaScript as it comes
 * over the wire, Largest Contentful Paint), then the events page over that many messages of 24 hours: filter to first
 * rows, scrolling without blank rows, Interaction to Next Paint.
 */
export async function benchUi(messages = 1_000_000): Promise<void> {
  const rig = await startWebRig();
  const pool = createPool(rig.database.url(), "bench");
  try {
    await pool.query(`TRUNCATE ${TABLES}`);
    await loadHistory({ pool, vhost: "/", now: new Date() });
    const { items } = (await (await fetch(`${rig.url}/api/audit/search?limit=1`)).json()) as {
      items: { message: { id: string } }[];
    };
    for (const path of [...PAGES, `/events/${items[0]!.message.id}`])
      await measureLoad(rig.browser, rig.url, path);

    await pool.query(`TRUNCATE ${TABLES}`);
    await fillStore(pool, messages, HOURS);
    const page = await rig.browser.newPage({ baseURL: rig.url, viewport: { width: 1440, height: 900 } });
    await page.goto("/events?range=24h");
    await page.locator("[data-row]").first().waitFor();
    await measureFilters(page, rig.url, messages);
    await measureScroll(page, messages);
    await measureInteractions(page, messages);
  } finally {
    await pool.end();
    await rig.stop();
  }
}

async function measureLoad(browser: Browser, url: string, path: string): Promise<void> {
  const paints: number[] = [];
  let scripts = 0;
  for (let load = 0; load < LOADS; load++) {
    // A context of its own has an empty cache.
    const context = await browser.newContext({ baseURL: url, viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    const network = await context.newCDPSession(page);
    await network.send("Network.enable");
    const kinds = new Map<string, string>();
    let bytes = 0;
    network.on("Network.responseReceived", ({ requestId, type }) => kinds.set(requestId, type));
    network.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
      if (kinds.get(requestId) === "Script") bytes += encodedDataLength;
    });
    const answer = await page.goto(path, { waitUntil: "load" });
    if (answer?.ok()) {
      await page.waitForLoadState("networkidle", { timeout: 5_000 }).catch(() => {});
      paints.push(await largestPaint(page));
      scripts = bytes;
    }
    await context.close();
  }
  if (paints.length === 0) return progress(`${path} does not answer`);
  print({
    name: "ui.load",
    page: path.replace(/[0-9a-f-]{30,}|\d{6,}/, "[id]"),
    script_kb: scripts / 1000,
    lcp_ms: median(paints),
  });
}

const largestPaint = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => resolve(list.getEntries().at(-1)!.startTime)).observe({
          type: "largest-contentful-paint",
          buffered: true,
        });
      }),
  );

async function measureFilters(page: Page, url: string, messages: number): Promise<void> {
  const { items } = (await (await fetch(`${url}/api/audit/search?limit=200`)).json()) as {
    items: { event: { streamId: string; correlationId: string; eventId: string } | null }[];
  };
  const of = (n: number) => items[n * 7]!.event!;
  const kinds: Record<string, (n: number) => string> = {
    exchange: (n) =>
      `exchange=${["complaints", "orders", "payments", "shipping", "audit"][n % 5]}.events&routingKey=complaint.${["created", "assigned", "processed", "closed"][n % 4]}`,
    wildcard: (n) =>
      `routingKey=*.${["created", "assigned", "processed", "closed"][n % 4]}&eventType=COMPLAINT_${["CREATED", "ASSIGNED", "PROCESSED", "CLOSED"][n % 4]}&exchange=${["complaints", "orders", "payments"][n % 3]}.events`,
    stream: (n) => `streamId=${encodeURIComponent(of(n).streamId)}`,
    correlation: (n) => `correlationId=${of(n).correlationId}`,
    event_id: (n) => `eventId=${of(n).eventId}`,
  };
  const all: number[] = [];
  for (const [kind, query] of Object.entries(kinds)) {
    const took: number[] = [];
    for (let n = 0; n < 12; n++) took.push(await filterToRows(page, `/events?range=24h&${query(n)}`));
    all.push(...took);
    print({ name: `ui.filter.${kind}`, messages, p50_ms: median(took), p95_ms: quantile(took, 0.95) });
  }
  print({ name: "ui.filter", messages, p50_ms: median(all), p95_ms: quantile(all, 0.95) });
}

async function measureScroll(page: Page, messages: number): Promise<void> {
  await filterToRows(page, "/events?range=24h&kind=event");
  const { frames, blank, slowestMs, rows } = await scrollDown(page, 400);
  print({ name: "ui.scroll", messages, rows, frames, blank_frames: blank, slowest_frame_ms: slowestMs });
}

async function measureInteractions(page: Page, messages: number): Promise<void> {
  await page.goto("/events?range=24h");
  await page.locator("[data-row]").first().waitFor();
  const durations = await timeInteractions(page);
  print({
    name: "ui.interaction",
    messages,
    interactions: durations.length,
    p50_ms: median(durations),
    inp_ms: quantile(durations, 0.98),
  });
}
