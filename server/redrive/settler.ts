import { setTimeout as wait } from "node:timers/promises";
import type { Pool } from "pg";
import { Backoff, pause } from "@/server/backoff";
import type { Dispatch } from "./dispatch";
import { type RedriveLease, RedriveLost } from "./redrive-lease";
import { type Settled, settle } from "./redrive-store";
import type { RedriveKind } from "./redrive-words";

export interface SettlerOptions {
  pool: Pool;
  lease: RedriveLease;
  kind: RedriveKind;
  dispatch: Dispatch;
}

/** Answers of the broker are gathered so long, or until there are so many: each batch is a transaction. */
const GATHER_MS = 40;
const GATHER = 1_000;
/** Batches that are written at once: while one waits for the disk, the next one changes its rows. */
const WRITERS = 2;
const LOOK_MS = 500;
/** How long the broker may take to answer for the last messages when no more are to be sent. */
const LAST_MS = 5_000;
/** Deadlock, serialization failure: the same statement may be tried again. */
const TRY_AGAIN = new Set(["40P01", "40001"]);

/** Writes outcomes down while messages are sent, a batch at a time. */
export class Settler {
  readonly #options: SettlerOptions;
  readonly #over = new AbortController();
  readonly #loop: Promise<void>;
  /** Outcomes of messages that were never sent. */
  #unsent: Settled[] = [];
  #writing = 0;
  readonly #writes = new Set<Promise<void>>();
  #failure: unknown = null;
  readonly #written = { settled: 0, notTaken: 0 };
  #changed: (() => void)[] = [];

  constructor(options: SettlerOptions) {
    this.#options = options;
    this.#loop = this.#run();
  }

  /** Outcomes that need no answer of the broker. */
  add(outcomes: readonly Settled[]): void {
    this.#unsent.push(...outcomes);
    if (outcomes.length > 0) this.#wake();
  }

  /** What was written down so far. */
  get written(): { settled: number; notTaken: number } {
    return { ...this.#written };
  }

  /** Waits until fewer messages than that are on their way, or `over`. @throws whatever keeps outcomes from being written */
  async below(most: number, over: () => boolean): Promise<void> {
    while (this.#open >= most && !over()) await Promise.race([this.#poked(), wait(LOOK_MS)]);
  }

  /**
   * Waits until everything that was sent has its outcome; not for ever once it is `over`.
   * @throws whatever keeps that from being
   */
  async settled(over: () => boolean): Promise<void> {
    let since: number | null = null;
    while (this.#open > 0) {
      await Promise.race([this.#poked(), wait(LOOK_MS)]);
      if (over()) since ??= performance.now();
      if (since !== null && performance.now() - since > LAST_MS) {
        throw new Error("The broker has not confirmed everything that was sent.");
      }
    }
  }

  /** Ends it: what is not answered stays unknown. */
  async end(): Promise<void> {
    this.#over.abort();
    this.#wake();
    await this.#loop;
  }

  get #open(): number {
    this.#expectWell();
    return this.#options.dispatch.open + this.#unsent.length + this.#writing;
  }

  async #run(): Promise<void> {
    const { dispatch } = this.#options;
    const { signal } = this.#over;
    try {
      while (!signal.aborted && this.#failure === null) {
        if (dispatch.ended !== null) throw new Error(dispatch.ended);
        if (this.#unsent.length === 0 && dispatch.answered === 0) {
          await this.#somethingToDo();
          continue;
        }
        if (this.#writes.size >= WRITERS) await Promise.race(this.#writes);
        if (dispatch.answered < GATHER && dispatch.open > dispatch.answered) await pause(GATHER_MS, signal);
        await this.#next();
      }
    } catch (error) {
      this.#fail(error);
    }
    await Promise.all(this.#writes);
  }

  /** Takes what is answered and begins to write it. */
  async #next(): Promise<void> {
    const { dispatch } = this.#options;
    const unsent = this.#unsent;
    this.#unsent = [];
    const count = unsent.length + dispatch.answered;
    this.#writing += count;
    const outcomes = [...unsent, ...(await dispatch.collect())];
    const write = this.#write(outcomes)
      .catch((error) => this.#fail(error))
      .finally(() => {
        this.#writes.delete(write);
        this.#writing -= count;
        this.#wake();
      });
    this.#writes.add(write);
  }

  async #write(outcomes: readonly Settled[]): Promise<void> {
    const { pool, lease, kind, dispatch } = this.#options;
    const retry = new Backoff(20, 1_000);
    for (;;) {
      try {
        await settle(pool, lease, kind, outcomes);
        break;
      } catch (error) {
        if (error instanceof RedriveLost || !TRY_AGAIN.has(String((error as { code?: unknown }).code)))
          throw error;
        await wait(retry.next());
      }
    }
    this.#written.settled += outcomes.length;
    this.#written.notTaken += outcomes.filter(
      ({ outcome }) => outcome === "returned" || outcome === "refused",
    ).length;
    dispatch.forget(outcomes.map(({ ordinal }) => ordinal));
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    this.#wake();
  }

  #expectWell(): void {
    if (this.#failure !== null) throw this.#failure;
  }

  /** The broker answered, or something else came to be written, or it is over. */
  async #somethingToDo(): Promise<void> {
    await Promise.race([this.#options.dispatch.changed(), this.#poked()]);
  }

  #poked(): Promise<void> {
    return new Promise((resolve) => {
      this.#changed.push(resolve);
    });
  }

  #wake(): void {
    const changed = this.#changed;
    this.#changed = [];
    for (const resolve of changed) resolve();
  }
}
