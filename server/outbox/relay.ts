import { randomUUID } from "node:crypto";
import type { Pool } from "pg";
import { Backoff, pause } from "@/server/backoff";
import type { BrokerTarget } from "@/server/broker/connection";
import { Publisher } from "@/server/broker/publisher";
import { errorText } from "@/server/errors";
import type { OutboxMessage } from "@/server/event-store/outbox-message";
import type { Logger } from "@/server/logger";
import type { RelayStatus } from "@/server/processes/process-status";
import { type ClaimedMessage, claimHeads, putBack, readWaiting, settlePublished } from "./outbox-store";

export interface RelayOptions {
  target: BrokerTarget;
  vhost: string;
  pool: Pool;
  logger: Logger;
  /** Makes sure, at each connection, that what messages are published to stands on the broker. */
  prepare?: (() => Promise<void>) | undefined;
  /** Told of each message that the broker has confirmed. */
  onPublished: (message: OutboxMessage) => void;
}

/** How often to look without being poked. */
const EVERY_MS = 1_000;
/** Lanes that one turn serves. */
const TURN = 200;
/** A confirm that takes longer does not come: the connection is given up, so that nothing late is sent over it. */
const CONFIRM_MS = 8_000;
/** How long nobody else takes what this relay has in hand. Longer than CONFIRM_MS, or two would publish at once. */
const LEASE_MS = 15_000;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;

/**
 * Publishes what stands in the outbox: each message at least once, those of a lane in their order, of which the next is
 * taken when the broker has confirmed the one before. Any number of relays may run; one that is killed loses nothing,
 * and what it had in hand is taken over when its time is up. No transaction is open while the broker is waited for.
 */
export class Relay {
  readonly #options: RelayOptions;
  readonly #stopping = new AbortController();
  readonly #reconnect = new Backoff(200, 10_000);
  #publisher: Publisher | null = null;
  #wake: () => void = () => {};
  #poked = false;
  #running: Promise<void> | null = null;
  #published = 0;
  #error: string | null = null;

  constructor(options: RelayOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Something was put into the outbox. */
  poke(): void {
    this.#poked = true;
    this.#wake();
  }

  /** What this relay does and what waits, for whoever looks after the system. */
  async status(): Promise<RelayStatus> {
    const waiting = await readWaiting(this.#options.pool, this.#options.vhost).catch(() => null);
    return {
      published: this.#published,
      error: this.#error,
      waiting: waiting?.waiting ?? null,
      oldestSeconds: waiting?.oldestSeconds ?? null,
      failing: waiting?.failing ?? [],
    };
  }

  /** Finishes the turn under way; what is left stays in the outbox. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#wake();
    await this.#running;
    await this.#publisher?.close();
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      this.#poked = false;
      let took = 0;
      try {
        took = await this.#turn();
        if (this.#publisher?.blocked == null) this.#error = null;
        this.#reconnect.reset();
      } catch (error) {
        const reason = errorText(error);
        if (this.#error !== reason) this.#options.logger.warn({ reason }, "the outbox cannot be published");
        this.#error = reason;
        await pause(this.#reconnect.next(), signal);
      }
      if (took === 0 && !this.#poked && !signal.aborted) await this.#idle();
    }
  }

  /** One round: takes heads, publishes them all, settles each. Returns how many it had in hand. */
  async #turn(): Promise<number> {
    const { pool, vhost } = this.#options;
    const publisher = await this.#connected();
    if (publisher === null) return 0;
    if (publisher.blocked !== null) {
      this.#error = publisher.blocked;
      return 0;
    }
    const claim = randomUUID();
    const messages = await claimHeads(pool, { vhost, claim, limit: TURN, leaseMs: LEASE_MS });
    if (messages.length === 0) return 0;
    const outcomes = await this.#publish(publisher, messages);
    await this.#settle(claim, outcomes);
    return messages.length;
  }

  /** Each message with why it was not published; null when it was. */
  async #publish(publisher: Publisher, messages: readonly ClaimedMessage[]) {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new Error(`the broker did not confirm it within ${CONFIRM_MS / 1_000} s`));
        publisher.close();
      }, CONFIRM_MS);
    });
    late.catch(() => {});
    try {
      return await Promise.all(
        messages.map(async (message) => {
          const reason = await Promise.race([publisher.publish(message), late]).then(() => null, errorText);
          return { message, reason };
        }),
      );
    } finally {
      clearTimeout(timer);
    }
  }

  async #settle(
    claim: string,
    outcomes: readonly { message: ClaimedMessage; reason: string | null }[],
  ): Promise<void> {
    const { pool, logger, onPublished } = this.#options;
    const published = outcomes.filter((it) => it.reason === null).map((it) => it.message);
    const failed = outcomes.flatMap(({ message, reason }) => (reason === null ? [] : [{ message, reason }]));
    for (const message of published) onPublished(message);
    this.#published += published.length;
    if (published.length > 0) {
      await settlePublished(
        pool,
        claim,
        published.map((message) => message.id),
      );
    }
    for (const { message, reason } of failed) {
      const { exchange, routingKey, attempts } = message;
      logger.warn({ exchange, routingKey, attempts: attempts + 1, reason }, "a message was not published");
    }
    if (failed.length > 0) {
      await putBack(
        pool,
        claim,
        failed.map(({ message, reason }) => ({
          id: message.id,
          reason,
          waitMs: waitAfter(message.attempts),
        })),
      );
    }
  }

  /** Connects when there is something to publish; null when there is not. */
  async #connected(): Promise<Publisher | null> {
    if (this.#publisher && !this.#publisher.closed) return this.#publisher;
    const { target, vhost, pool, prepare } = this.#options;
    if ((await readWaiting(pool, vhost)).waiting === 0) return null;
    await prepare?.();
    this.#publisher = await Publisher.open(target, vhost, () => this.#wake());
    return this.#publisher;
  }

  /** Resolves when poked, when stopped, or after a while. */
  #idle(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, EVERY_MS);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** 1 s to 60 s, doubling with each failure, shortened by chance. */
function waitAfter(failures: number): number {
  const whole = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures, 10));
  return whole * (1 - Math.random() / 2);
}
