import type { Pool } from "pg";
import type { Page } from "playwright-core";
import { openConnection } from "@/server/broker/connection";
import { createPool } from "@/server/db";
import { loadHistory } from "@/server/demo/load-history";
import { inTransaction } from "@/server/event-store/append-batch";
import { projectionLag } from "@/server/projections/projection-loop";
import { SILENT_JUDGE } from "@/server/sagas/judge";
import { rebuildSagas, sagaProjection } from "@/server/sagas/saga-projection";
import { median, print, progress, quantile } from "./figures";
import { fillStore } from "./fill-store";
import { filterToRows, scrollDown, type TypedFilter, timeInteractions } from "./ui-measures";
import { openWindow, startWebRig, type WebRig } from "./web-rig";

const LOADS = 5;
/** Times that each kind of filter is set. */
const FILTERS = 20;
const HOURS = 24;
const PAGES = [
  "/",
  "/live",
  "/events",
  "/topology",
  "/complaints",
  "/complaints/new",
  "/mails",
  "/quarantine",
  "/dead-letters",
  "/dead-letters/messages",
  "/dead-letters/redrives",
  "/dead-letters/queues",
  "/sagas?range=all",
  "/sagas/requests?range=all",
  "/flows?range=all",
  "/diagrams?range=all",
  "/audit",
  "/settings/sagas",
  "/settings/masking",
  "/settings/users",
  "/settings/tokens",
];
const TABLES = "messages, event_keys, streams, batches, traffic_minutes, ingest_leases, history_loads";

/**
 * `npm run bench -- ui [messages]`: the pages in Chromium. First load on the demo's history (JavaScript as it comes
 * over the wire: what the page itself asks for, and all that has come when the network rests; Largest Contentful
 * Paint), then the events page over that many messages of 24 hours: filter to first
 * rows, scrolling without blank rows, Interaction to Next Paint.
 */
export async function benchUi(messages = 1_000_000): Promise<void> {
  const rig = await startWebRig();
  const pool = createPool(rig.database.url(), "bench");
  try {
    await pool.query(`TRUNCATE ${TABLES}`);
    await loadHistory({ pool, vhost: "/", now: new Date() });
    await forgetSagas(pool);
    await atRest(pool);
    type Newest = { items: { id: string; message: { id: string } }[] };
    const newest = async (path: string) =>
      ((await (await fetch(rig.url + path, { headers: rig.person.bearer })).json()) as Newest).items[0]!;
    const { message } = await newest("/api/audit/search?limit=1");
    const saga = await newest("/api/sagas?limit=1");
    for (const path of [...PAGES, `/events/${message.id}`, `/sagas/${saga.id}`]) await measureLoad(rig, path);

    await pool.query(`TRUNCATE ${TABLES}`);
    await fillStore(pool, messages, HOURS);
    await atRest(pool);
    const page = await (await openWindow(rig)).newPage();
    await page.goto("/events?range=24h");
    await page.locator("[data-row]").first().waitFor();
    await measureFilters(page, rig, messages);
    await measureScroll(page, messages);
    await measureInteractions(page, messages);
    await measurePayload(page, rig);
  } finally {
    await pool.end();
    await rig.stop();
  }
}

/** What an earlier bench left: the worker makes sagas of the log that is there now. */
async function forgetSagas(pool: Pool): Promise<void> {
  const client = await pool.connect();
  await inTransaction(client, () => rebuildSagas(client));
  client.release();
}

/** Waits until the worker has made of the log what it makes of it: the page is measured, not a backlog of a million. */
async function atRest(pool: Pool): Promise<void> {
  for (;;) {
    const { behind, rebuilding } = await projectionLag(pool, sagaProjection(SILENT_JUDGE), new Date());
    if (behind === 0 && !rebuilding) return;
    progress(rebuilding ? "sagas are being made" : `${behind} records are not in the sagas yet`);
    await new Promise((resolve) => setTimeout(resolve, 5_000));
  }
}

async function measureLoad(rig: WebRig, path: string): Promise<void> {
  const paints: number[] = [];
  let scripts = { first: 0, all: 0 };
  for (let load = 0; load < LOADS; load++) {
    // A context of its own has an empty cache.
    const context = await openWindow(rig);
    const page = await context.newPage();
    const network = await context.newCDPSession(page);
    await network.send("Network.enable");
    const bytes = { first: 0, all: 0 };
    const initiators = new Map<string, string>();
    const heads = new Map<string, number>();
    network.on("Network.requestWillBeSent", ({ requestId, type, initiator }) => {
      if (type === "Script") initiators.set(requestId, initiator.type);
    });
    network.on("Network.responseReceived", ({ requestId, response }) => {
      heads.set(requestId, response.encodedDataLength);
    });
    network.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
      const initiator = initiators.get(requestId);
      if (initiator === undefined) return;
      // Compressed bodies; the heads of the answers, half a kilobyte each, are no script.
      const size = encodedDataLength - (heads.get(requestId) ?? 0);
      bytes.all += size;
      if (initiator === "parser") bytes.first += size;
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
    first_load_kb: scripts.first / 1000,
    until_idle_kb: scripts.all / 1000,
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

async function measureFilters(page: Page, { url, person }: WebRig, messages: number): Promise<void> {
  const { items } = (await (
    await fetch(`${url}/api/audit/search?limit=200`, { headers: person.bearer })
  ).json()) as {
    items: { event: { streamId: string; correlationId: string; eventId: string } | null }[];
  };
  const of = (n: number) => items[n * 7]!.event!;
  const verbs = ["created", "assigned", "processed", "closed"];
  const exchanges = ["complaints", "orders", "payments", "shipping", "audit"];
  // What stands in the address already, and the filter that a person adds to it.
  const kinds: Record<string, (n: number) => [before: string, TypedFilter]> = {
    exchange: (n) => ["", { field: "exchange", value: `${exchanges[n % 5]}.events` }],
    routing_key: (n) => [
      `&exchange=${exchanges[n % 5]}.events`,
      { field: "routingKey", value: `complaint.${verbs[n % 4]}` },
    ],
    wildcard: (n) => [
      `&exchange=${exchanges[n % 3]}.events&eventType=COMPLAINT_${verbs[n % 4]!.toUpperCase()}`,
      { field: "routingKey", value: `*.${verbs[n % 4]}` },
    ],
    stream: (n) => ["", { field: "streamId", value: of(n).streamId }],
    correlation: (n) => ["", { field: "correlationId", value: of(n).correlationId }],
    event_id: (n) => ["", { field: "eventId", value: of(n).eventId }],
  };
  const all: number[] = [];
  for (const [kind, step] of Object.entries(kinds)) {
    const took: number[] = [];
    // The first one of each kind is not counted: it finds cold caches.
    for (let n = -1; n < FILTERS; n++) {
      const [before, filter] = step(n + 1);
      await page.goto(`/events?range=24h${before}`);
      await page.locator("[data-row]").first().waitFor();
      await page.waitForLoadState("networkidle");
      const ms = await filterToRows(page, filter);
      if (n >= 0) took.push(ms);
    }
    all.push(...took);
    print({ name: `ui.filter.${kind}`, messages, p50_ms: median(took), p95_ms: quantile(took, 0.95) });
  }
  print({ name: "ui.filter", messages, p50_ms: median(all), p95_ms: quantile(all, 0.95) });
}

async function measureScroll(page: Page, messages: number): Promise<void> {
  await page.goto("/events?range=24h&kind=event");
  await page.locator("[data-row]").first().waitFor();
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

/** Opens a message of ten megabytes: until its tree is there, and the longest that the page did not answer meanwhile. */
async function measurePayload(page: Page, rig: WebRig): Promise<void> {
  const body = largeBody();
  const connection = await openConnection({ url: rig.broker.url() }, "bench");
  const channel = await connection.createConfirmChannel();
  channel.publish("amq.topic", "bench.large", body, { contentType: "application/json" });
  await channel.waitForConfirms();
  await connection.close();
  let id: string | undefined;
  while (id === undefined) {
    const answer = await fetch(
      `${rig.url}/api/audit/search?exchange=amq.topic&routingKey=bench.large&limit=1`,
      { headers: rig.person.bearer },
    );
    id = ((await answer.json()) as { items: { message: { id: string } }[] }).items[0]?.message.id;
  }
  await page.goto("/events?range=24h&exchange=amq.topic");
  await page.locator("[data-row]").first().waitFor();
  await page.waitForLoadState("networkidle");
  await page.evaluate(() => {
    const tasks = { longest: 0 };
    Object.assign(window, { tasks });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) tasks.longest = Math.max(tasks.longest, duration);
    }).observe({ type: "longtask" });
  });
  const started = performance.now();
  await page.locator("[data-row]").first().click();
  // Large members begin folded.
  await page.getByRole("treeitem").nth(2).waitFor();
  const opened = performance.now();
  await page.getByRole("button", { name: "Unfold all" }).click();
  await page.getByRole("treeitem").nth(10).waitFor();
  print({
    name: "ui.payload",
    bytes: body.length,
    tree_ms: opened - started,
    unfold_all_ms: performance.now() - opened,
    longest_task_ms: await page.evaluate(
      () => (window as unknown as { tasks: { longest: number } }).tasks.longest,
    ),
  });
}

function largeBody(): Buffer {
  const lines = Array.from({ length: 75_000 }, (_, n) => ({
    sku: `lamp-${n}`,
    quantity: n % 7,
    price: { amount: `${n}.50`, currency: "EUR" },
    note: "Leave it with the neighbours, please, and mind the dog.",
  }));
  return Buffer.from(JSON.stringify({ orderId: "o-1", lines }));
}
