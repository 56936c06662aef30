import { Backoff, pause } from "@/server/backoff";
import { errorText } from "@/server/errors";
import {
  claimMailboxes,
  type Lease,
  MailboxLost,
  RENEW_MS,
  releaseMailbox,
  renewMailboxes,
} from "./mailbox-lease";
import { type RunOptions, runMailbox } from "./mailbox-run";

export interface MailboxesOptions extends RunOptions {
  /** Name of this process, unique among workers. */
  owner: string;
}

/** Mailboxes of one service that one worker handles at the same time. */
const AT_ONCE = 8;
/** How often to look without being poked: for what other processes wrote, and for retries that are due. */
const LOOK_MS = 500;

/**
 * Hands the messages of a service to its handler: many mailboxes at the same time, each by one worker, and in it one
 * message at a time. What fails in one mailbox stops no other.
 */
export class Mailboxes {
  readonly #options: MailboxesOptions;
  readonly #held = new Map<string, { lease: Lease; lost: AbortController; ended: Promise<void> }>();
  readonly #stopping = new AbortController();
  readonly #finished = new AbortController();
  #wake: (() => void) | null = null;
  #taking: Promise<void> | null = null;
  #renewing: Promise<void> | null = null;
  #error: string | null = null;

  constructor(options: MailboxesOptions) {
    this.#options = options;
  }

  /** How many mailboxes are in hand, and why none can be taken, if so. */
  get state(): { held: number; error: string | null } {
    return { held: this.#held.size, error: this.#error };
  }

  start(): void {
    this.#taking ??= this.#take();
    this.#renewing ??= this.#renew();
  }

  /** Something was written to the inbox: look now. */
  poke(): void {
    this.#wake?.();
  }

  /** Finishes the messages at hand. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    for (const { lost } of this.#held.values()) lost.abort();
    this.poke();
    await this.#taking;
    await Promise.all([...this.#held.values()].map(({ ended }) => ended));
    this.#finished.abort();
    await this.#renewing;
  }

  async #take(): Promise<void> {
    const { service, pool, owner } = this.#options;
    const backoff = new Backoff(200, 5_000);
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const woken = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      const free = AT_ONCE - this.#held.size;
      try {
        const taken = free > 0 ? await claimMailboxes(pool, service.name, owner, free) : [];
        for (const lease of taken) this.#hold(lease);
        backoff.reset();
        this.#error = null;
      } catch (error) {
        this.#tell(error);
        await pause(backoff.next(), signal);
        continue;
      }
      await pause(LOOK_MS, signal, woken);
    }
  }

  #hold(lease: Lease): void {
    const lost = new AbortController();
    if (this.#stopping.signal.aborted) lost.abort();
    const ended = this.#run(lease, lost.signal).finally(() => {
      this.#held.delete(lease.epoch);
      this.poke();
    });
    this.#held.set(lease.epoch, { lease, lost, ended });
  }

  /** Handles a mailbox to its end. When the database fails, the lease is left to its own end: it cannot be given back. */
  async #run(lease: Lease, signal: AbortSignal): Promise<void> {
    try {
      await runMailbox(this.#options, lease, signal);
      await releaseMailbox(this.#options.pool, lease);
    } catch (error) {
      if (error instanceof MailboxLost) this.#options.logger.warn({ mailbox: lease.mailbox }, error.message);
      else this.#tell(error);
    }
  }

  /** To the very end: what is at hand when we stop is finished under its lease. */
  async #renew(): Promise<void> {
    const { signal } = this.#finished;
    for (;;) {
      await pause(RENEW_MS, signal);
      if (signal.aborted) return;
      const held = [...this.#held.values()];
      try {
        const ours = await renewMailboxes(
          this.#options.pool,
          held.map(({ lease }) => lease),
        );
        for (const { lease, lost } of held) if (!ours.has(lease.epoch)) lost.abort();
      } catch (error) {
        this.#tell(error);
      }
    }
  }

  #tell(error: unknown): void {
    const reason = errorText(error);
    const { logger, service } = this.#options;
    if (this.#error !== reason)
      logger.warn({ service: service.name, reason }, "the inbox cannot be used now, trying again");
    this.#error = reason;
  }
}
