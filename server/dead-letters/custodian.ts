import { Backoff, pause } from "@/server/backoff";
import { TOO_MUCH_AT_ONCE } from "@/server/broker/batch-channel";
import { errorText } from "@/server/errors";
import type { Logger } from "@/server/logger";
import { type CustodyLease, raiseEpoch, releaseLease, tellProblem } from "./custody-lease";
import { CustodySession, FIRST_TAKE, type SessionObserver, type SessionOptions } from "./custody-session";

export interface CustodianOptions extends Omit<SessionOptions, "observer" | "firstTake"> {
  leaseMs: number;
  logger: Logger;
  /** Called for each batch that is in custody. */
  onHeld: (count: number) => void;
}

/** What a worker says of a queue that it holds. */
export interface CustodianStatus {
  vhost: string;
  queue: string;
  /** connecting: no connection to the broker; holding: what comes is taken; failing: it cannot be stored now. */
  state: "connecting" | "holding" | "failing";
  /** Why it does not work, in words for a person. */
  error: string | null;
  /** Taken into custody by this worker since it has the queue. */
  held: number;
}

/** A session that lasted this long was a good one: the next failure begins with a short wait again. */
const GOOD_SESSION_MS = 10_000;

/** Keeps one dead-letter queue flowing into custody: a session, and after each loss another one, until it is not ours. */
export class Custodian implements SessionObserver {
  readonly #options: CustodianOptions;
  readonly #stopping = new AbortController();
  #lease: CustodyLease;
  #session: CustodySession | null = null;
  #state: CustodianStatus["state"] = "connecting";
  #error: string | null = null;
  #told: string | null = null;
  #held = 0;
  /** Settles when it is over. */
  readonly done: Promise<void>;

  constructor(lease: CustodyLease, options: CustodianOptions) {
    this.#lease = lease;
    this.#options = options;
    this.done = this.#run();
  }

  get lease(): CustodyLease {
    return this.#lease;
  }

  /** Finishes the batch at hand, gives the queue back and ends. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#session?.stop();
    await this.done;
  }

  status(): CustodianStatus {
    const { vhost, queue } = this.#lease;
    return { vhost, queue, state: this.#state, error: this.#error, held: this.#held };
  }

  held(count: number, known: number): void {
    this.#held += count;
    if (count > 0) this.#options.onHeld(count);
    const { vhost, queue } = this.#lease;
    if (known > 0)
      this.#options.logger.info({ vhost, queue, known }, "dead letters that came again were held already");
  }

  working(left: number, why: string | null): void {
    this.#become("holding", left === 0 ? null : `${left} messages stay in the queue: ${why}.`);
  }

  failing(reason: string): void {
    this.#become("failing", reason);
  }

  async #run(): Promise<void> {
    const backoff = new Backoff(200, 10_000);
    const { pool, leaseMs } = this.#options;
    const { signal } = this.#stopping;
    let firstTake = FIRST_TAKE;
    for (let lease: CustodyLease | null = this.#lease; lease && !signal.aborted; ) {
      this.#lease = lease;
      const started = Date.now();
      this.#session = new CustodySession(lease, { ...this.#options, firstTake, observer: this });
      const reason = await this.#session.run().catch(errorText);
      this.#session = null;
      // What was in doubt is settled, and nothing else is to be done in a queue that is not held.
      if (signal.aborted || (lease.custody === "observe" && reason === "stopped")) break;
      firstTake = reason === TOO_MUCH_AT_ONCE ? 1 : FIRST_TAKE;
      if (Date.now() - started > GOOD_SESSION_MS) backoff.reset();
      this.#become("connecting", reason);
      await pause(backoff.next(), signal);
      lease = await raiseEpoch(pool, lease, leaseMs).catch(() => lease);
    }
    await releaseLease(pool, this.#lease).catch(() => {});
  }

  #become(state: CustodianStatus["state"], error: string | null): void {
    const { logger, pool } = this.#options;
    const { vhost, queue } = this.#lease;
    if (error !== null && error !== this.#error)
      logger.warn({ vhost, queue, reason: error }, "custody does not work");
    this.#state = state;
    this.#error = error;
    if (error === this.#told) return;
    this.#told = error;
    tellProblem(pool, this.#lease, error).catch(() => {
      this.#told = null;
    });
  }
}
