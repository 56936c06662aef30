import type { Page } from "playwright-core";
import { openConnection } from "@/server/broker/connection";
import { createPool } from "@/server/db";
import { print, progress, quantile } from "./figures";
import { offerLoad } from "./offered-load";
import { SeedEvents } from "./seed-events";
import { openWindow, startWebRig, type WebRig } from "./web-rig";

const EXCHANGE = "bench.visible";
/** One message in this many is looked for. It goes by a key of its own, so that one question finds all of them. */
const SAMPLE = 100;
/** Before anything is measured: the first messages find processes that have just started. */
const WARM_UP_SECONDS = 5;
/** A search is under way all the time but for this long: more at once would be what a small machine is busy with. */
const ASK_EVERY_MS = 20;
/** Of samples, in one answer: those of seconds. */
const LIMIT = 100;
/** What is not there after so long is lost, and the bench fails. */
const LOST_MS = 60_000;

/** Takes note of when a sample was there. `at`: milliseconds since the epoch. */
type Noted = (key: string, at: number) => void;

/** Waits for samples until `over`, and a last time then. */
type Watch = (noted: Noted, over: () => boolean, prefix: string) => Promise<void>;

/**
 * `npm run bench -- visible [perSecond] [seconds]`: from publish until a message stands on the Live page of a browser, in the
 * frame that is painted next; and, by itself, until `GET /api/audit/search` finds it.
 */
export async function benchVisible(perSecond = 2_000, seconds = 30): Promise<void> {
  const rig = await startWebRig();
  try {
    await tapped(rig);
    const page = await (await openWindow(rig)).newPage();
    await page.goto("/live?routingKey=page.%23");
    await page.locator("[data-live-state=live]").first().waitFor();
    const load = { perSecond, seconds };
    report("page", load, await samples(rig, load, "page", (noted, over) => onPage(page, noted, over)));
    await page.close();
    report("search", load, await samples(rig, load, "search", bySearch(rig)));
  } finally {
    await rig.stop();
  }
}

interface Load {
  perSecond: number;
  seconds: number;
}

/** Offers the load, and waits for the samples in it. @returns milliseconds from publish until each was there */
async function samples(rig: WebRig, load: Load, prefix: string, watch: Watch): Promise<number[]> {
  const events = new SeedEvents();
  const offered = { ...load, brokerUrl: rig.broker.url(), exchange: EXCHANGE };
  await offerLoad({ ...offered, seconds: WARM_UP_SECONDS, next: () => events.next() });
  const sentAt = new Map<string, number>();
  const waited: number[] = [];
  let n = 0;
  let key = "";
  let sending = true;
  const sent = offerLoad({
    ...offered,
    next: () => {
      const event = events.next();
      key = n++ % SAMPLE === 0 ? `${prefix}.${n}` : event.routingKey;
      return { ...event, routingKey: key };
    },
    onSent: (_, at) => {
      if (key.startsWith(`${prefix}.`)) sentAt.set(key, performance.timeOrigin + at);
    },
  }).then(() => {
    sending = false;
  });
  const noted: Noted = (one, at) => {
    const from = sentAt.get(one);
    if (from !== undefined) waited.push(at - from);
    sentAt.delete(one);
  };
  const over = () => {
    const oldest = Math.min(...sentAt.values());
    if (performance.timeOrigin + performance.now() - oldest > LOST_MS)
      throw new Error(`${sentAt.size} messages were not there after ${LOST_MS / 1_000} s`);
    return !sending && sentAt.size === 0;
  };
  await Promise.all([sent, watch(noted, over, prefix)]);
  return waited;
}

function report(name: string, { perSecond, seconds }: Load, waited: number[]): void {
  progress(`${waited.length} of ${perSecond * seconds} messages looked for`);
  print({
    name: `visible.${name}`,
    per_second: perSecond,
    p50_ms: quantile(waited, 0.5),
    p99_ms: quantile(waited, 0.99),
    max_ms: Math.max(...waited),
  });
}

/** Notes each key in the frame that paints it. The page says so by itself: to ask it again and again would be work for it. */
async function onPage(page: Page, noted: Noted, over: () => boolean): Promise<void> {
  await page.exposeFunction("noteShown", (keys: string[], at: number) => {
    for (const key of keys) noted(key, at);
  });
  await page.evaluate(() => {
    const known = new Set<string>();
    const look = () => {
      const fresh = [...document.querySelectorAll("[data-row]")]
        .flatMap((row) => /page\.\d+/.exec(row.textContent ?? "") ?? [])
        .filter((key) => !known.has(key));
      if (fresh.length === 0) return;
      for (const key of fresh) known.add(key);
      requestAnimationFrame(() => {
        const at = performance.timeOrigin + performance.now();
        (window as unknown as { noteShown(keys: string[], at: number): void }).noteShown(fresh, at);
      });
    };
    new MutationObserver(look).observe(document.body, {
      childList: true,
      subtree: true,
      characterData: true,
    });
  });
  while (!over()) await pause(50);
}

const bySearch =
  ({ url, person }: WebRig): Watch =>
  async (noted, over, prefix) => {
    const from = new Date().toISOString();
    while (!over()) {
      const answer = await fetch(
        `${url}/api/audit/search?routingKey=${prefix}.%23&from=${from}&limit=${LIMIT}`,
        { headers: person.bearer },
      );
      if (!answer.ok) throw new Error(`the search answered ${answer.status}: ${await answer.text()}`);
      const { items } = (await answer.json()) as { items: { message: { routingKey: string } }[] };
      const at = performance.timeOrigin + performance.now();
      for (const { message } of items) noted(message.routingKey, at);
      await pause(ASK_EVERY_MS);
    }
  };

/** Declares the exchange and waits until it is tapped. */
async function tapped(rig: WebRig): Promise<void> {
  const pool = createPool(rig.database.url(), "bench", 1);
  try {
    const connection = await openConnection({ url: rig.broker.url() }, "bench");
    await (await connection.createChannel()).assertExchange(EXCHANGE, "topic", { durable: true });
    await connection.close();
    const known = () =>
      pool.query("SELECT 1 FROM exchanges WHERE name = $1 AND tapped_at IS NOT NULL", [EXCHANGE]);
    while ((await known()).rowCount === 0) await pause(100);
  } finally {
    await pool.end();
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
