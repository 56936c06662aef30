import { setMaxListeners } from "node:events";
import { Backoff, pause } from "@/server/backoff";
import type { BrokerTarget } from "@/server/broker/connection";
import { errorText } from "@/server/errors";
import type { Logger } from "@/server/logger";
import { type InHand, openShopClient, type ShopClient } from "./client";
import { seeded } from "./random";
import type { ShopMessage } from "./shop-message";
import type { QueueSpec, Reaction, System } from "./system";

const MOST_MEMORIES = 10_000;

export interface LiveOptions {
  target: BrokerTarget;
  vhost: string;
  logger: Logger;
  /** How many times longer than usual people take. */
  pace: number;
}

/** One of the shop's systems at work: real consumers on real queues, back after every loss of the broker. */
export class LiveSystem {
  readonly #system: System;
  readonly #options: LiveOptions;
  readonly #stopping = new AbortController();
  /** What its consumers gave up on, the oldest forgotten first. */
  readonly #gaveUp = new Set<string>();
  readonly #working = new Set<Promise<void>>();
  #client: ShopClient | null = null;
  #running: Promise<void> | null = null;

  constructor(system: System, options: LiveOptions) {
    this.#system = system;
    this.#options = options;
  }

  /** Messages that its consumers have in hand. */
  get inHand(): number {
    return this.#working.size;
  }

  /** Connects and goes on doing so until `stop`. Resolves when it is connected for the first time. */
  start(): Promise<void> {
    return new Promise((connected) => {
      this.#running = this.#run(connected);
    });
  }

  /** Publishes what a customer or a machine sends. False when the broker is away: then it is not sent at all. */
  async publish(message: ShopMessage): Promise<boolean> {
    try {
      await this.#client?.publish(message);
      return this.#client !== null;
    } catch {
      return false;
    }
  }

  /** Takes no more; what is being worked on goes back to its queue, except what is just being published. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(connected: () => void): Promise<void> {
    const { signal } = this.#stopping;
    const { logger } = this.#options;
    const backoff = new Backoff(500, 15_000, seeded(this.#system.name).next);
    let said = "";
    while (!signal.aborted) {
      try {
        await this.#connection(() => {
          if (said !== "") logger.info({ system: this.#system.name }, "back at work");
          said = "";
          backoff.reset();
          connected();
        });
      } catch (error) {
        if (signal.aborted) return;
        const reason = errorText(error);
        if (reason !== said)
          logger.warn({ system: this.#system.name, reason }, "not at work; it is tried again");
        said = reason;
        await pause(backoff.next(), signal);
      }
    }
  }

  /** Lives as long as one connection. Throws when it is lost. */
  async #connection(connected: () => void): Promise<void> {
    const { signal } = this.#stopping;
    const lost = new AbortController();
    const over = AbortSignal.any([signal, lost.signal]);
    // Every message in hand listens to it: many, and no leak.
    setMaxListeners(0, over);
    // A consumer may get its first message before the last one is set up: its work waits for the client to be whole.
    const opening: Promise<ShopClient> = openShopClient({
      ...this.#options,
      system: this.#system,
      onMessage: (queue, message) => this.#take(queue, message, () => opening, over),
      onLost: (reason) => lost.abort(new Error(reason)),
    });
    const client = await opening;
    this.#client = client;
    connected();
    await new Promise((resolve) => {
      if (over.aborted) resolve(null);
      else over.addEventListener("abort", resolve);
    });
    this.#client = null;
    if (lost.signal.aborted) throw lost.signal.reason;
    await client.cancel().catch(() => {});
    await Promise.all(this.#working);
    await client.close();
  }

  #take(queue: QueueSpec, message: InHand, client: () => Promise<ShopClient>, over: AbortSignal): void {
    const work = this.#work(queue, message, client, over).catch((error) => {
      this.#options.logger.debug({ queue: queue.name, reason: errorText(error) }, "work was given back");
    });
    this.#working.add(work);
    work.finally(() => this.#working.delete(work));
  }

  async #work(
    queue: QueueSpec,
    message: InHand,
    client: () => Promise<ShopClient>,
    over: AbortSignal,
  ): Promise<void> {
    const { afterMs, publish, giveUp } = this.#react(queue, message);
    await pause(afterMs, over);
    // Not acked and nothing published: the broker delivers it again, here or to the next process.
    if (over.aborted) return;
    const publisher = await client();
    for (const next of publish) await publisher.publish(next);
    if (giveUp === undefined) message.ack();
    else {
      this.#remember(giveUp);
      message.reject();
    }
  }

  /** What nobody can read is poison, whoever sent it. */
  #react(queue: QueueSpec, message: InHand): Reaction {
    const moment = {
      now: Date.now(),
      pace: this.#options.pace,
      gaveUpOn: (key: string) => this.#gaveUp.has(key),
    };
    try {
      return queue.handler!(message, moment);
    } catch (error) {
      return { afterMs: 0, publish: [], giveUp: `${queue.name} unreadable ${errorText(error)}` };
    }
  }

  #remember(key: string): void {
    this.#gaveUp.add(key);
    if (this.#gaveUp.size <= MOST_MEMORIES) return;
    for (const oldest of this.#gaveUp) {
      this.#gaveUp.delete(oldest);
      return;
    }
  }
}
