import { Backoff, pause } from "@/server/backoff";
import { createPool } from "@/server/db";
import type { Env } from "@/server/env";
import { errorText, SillageError } from "@/server/errors";
import type { Logger } from "@/server/logger";
import { openDesk } from "./complaints/open-desk";
import { demoPlace } from "./demo-place";
import { LiveShop } from "./live-shop";
import { loadHistory } from "./load-history";
import { seeded } from "./random";
import { helpdesk } from "./systems/helpdesk";

/** Runs the demo until the signal: opens the shop, loads its history once, then lets customers in. */
export async function runDemo(env: Env, logger: Logger, signal: AbortSignal): Promise<void> {
  const vhost = await insist(() => demoPlace(env), logger, signal);
  if (vhost === null) return;
  // Its complaints go through our own service, as long as that is there.
  const without = env.complaints ? [helpdesk] : [];
  const shop = new LiveShop({
    without,
    target: { ...env.rabbitmq, url: env.rabbitmq.url! },
    vhost,
    logger,
    pace: 1,
  });
  const opened = shop.open();
  const loaded = await insist(() => load(env.databaseUrl!, vhost, signal), logger, signal);
  if (loaded !== null && loaded > 0) logger.info({ vhost, messages: loaded }, "the demo's history is loaded");
  await Promise.race([opened, ended(signal)]);
  const desk = env.complaints ? await insist(() => openDesk(env, logger), logger, signal) : null;
  if (!signal.aborted) {
    shop.serve();
    logger.info({ vhost }, "the demo shop is open");
    await ended(signal);
  }
  await Promise.all([shop.stop(), desk?.close()]);
}

async function load(databaseUrl: string, vhost: string, signal: AbortSignal): Promise<number> {
  const pool = createPool(databaseUrl, "demo", 2);
  try {
    return await loadHistory({ pool, vhost, now: new Date(), signal });
  } finally {
    await pool.end();
  }
}

/** Tries until it works; each new reason is said once. Null when the signal came first. */
async function insist<T>(attempt: () => Promise<T>, logger: Logger, signal: AbortSignal): Promise<T | null> {
  const backoff = new Backoff(1_000, 60_000, seeded("insist").next);
  let said = "";
  while (!signal.aborted) {
    try {
      return await attempt();
    } catch (error) {
      const reason = errorText(error);
      if (reason !== said)
        logger.warn(
          { reason: error instanceof SillageError ? undefined : reason },
          error instanceof SillageError ? reason : "the demo waits",
        );
      said = reason;
      await pause(backoff.next(), signal);
    }
  }
  return null;
}

function ended(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
