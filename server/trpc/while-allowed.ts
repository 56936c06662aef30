import { setTimeout as sleep } from "node:timers/promises";
import type { Admitted } from "@/server/access/admit";
import { SillageError } from "@/server/errors";

/**
 * How late a subscription may end after its session has ended or its grants have changed, in milliseconds. `stale`: while
 * something is delivered. `quiet`: while nothing is, so that nothing is seen that may not be.
 */
const LAG = { stale: 1_000, quiet: 10_000 };

/**
 * Hands on what a subscription yields for as long as its subscriber is still allowed to have it.
 * @param recheck throws when that is no longer so; the subscription ends with its error
 */
export async function* whileAllowed<T>(
  items: AsyncIterable<T>,
  recheck: () => Promise<void>,
  lag = LAG,
): AsyncGenerator<T, void> {
  const iterator = items[Symbol.asyncIterator]();
  let checked = performance.now();
  const check = async () => {
    await recheck();
    checked = performance.now();
  };
  try {
    for (;;) {
      const next = iterator.next();
      // Whoever waits for it below learns of a failure; this keeps one during a check from being "unhandled".
      next.catch(() => {});
      let item = await orQuiet(next, lag.quiet);
      while (item === QUIET) {
        await check();
        item = await orQuiet(next, lag.quiet);
      }
      if (item.done) return;
      if (performance.now() - checked > lag.stale) await check();
      yield item.value;
    }
  } finally {
    // Not waited for: a generator that waits for its next item ends only when the request does.
    void Promise.resolve(iterator.return?.()).catch(() => {});
  }
}

const QUIET = Symbol("nothing came");

async function orQuiet<T>(next: Promise<T>, ms: number): Promise<T | typeof QUIET> {
  const timer = new AbortController();
  try {
    return await Promise.race([next, sleep(ms, QUIET, { signal: timer.signal, ref: false })]);
  } finally {
    timer.abort();
  }
}

/**
 * @throws SillageError UNAVAILABLE when what a subscriber may see has changed: a browser then connects anew, and gets
 * what it may see now.
 */
export function expectSame(before: Admitted, now: Admitted): void {
  const seen = ({ scope, unmasked }: Admitted) => JSON.stringify([scope, unmasked]);
  if (seen(before) !== seen(now)) {
    throw new SillageError("UNAVAILABLE", "What you may see has changed. Connect again.");
  }
}

export function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.asyncIterator in value;
}
