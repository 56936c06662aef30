import { setTimeout as sleep } from "node:timers/promises";

/** A loop's alarm: wait for a time, or until somebody has something to do for it. */
export class Wake {
  #rung = false;
  #ring = () => {};

  /** Forgets what rang before. */
  reset(): void {
    this.#rung = false;
  }

  /** Ends the wait, or the next one when nobody waits. */
  now(): void {
    this.#rung = true;
    this.#ring();
  }

  /** Waits at most so long. */
  async wait(ms: number): Promise<void> {
    if (this.#rung) return;
    const done = new AbortController();
    this.#ring = () => done.abort();
    await sleep(ms, undefined, { signal: done.signal, ref: false }).catch(() => {});
  }
}
