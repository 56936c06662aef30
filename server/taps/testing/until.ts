import { setTimeout as sleep } from "node:timers/promises";

/** Waits until a condition holds, looking every 20 ms. @throws after `ms`, with what was waited for and last seen. */
export async function until<T>(
  what: string,
  look: () => Promise<T> | T,
  holds: (seen: T) => boolean,
  ms = 20_000,
): Promise<T> {
  const end = performance.now() + ms;
  for (;;) {
    const seen = await look();
    if (holds(seen)) return seen;
    if (performance.now() > end)
      throw new Error(`${what}: not so after ${ms} ms, but ${JSON.stringify(seen)}`);
    await sleep(20);
  }
}
