import type { Pool } from "pg";
import { Backoff, pause } from "@/server/backoff";
import type { BrokerTarget } from "@/server/broker/connection";
import type { Delivery } from "@/server/broker/delivery";
import { openQueueChannel, type QueueChannel } from "@/server/broker/queue-channel";
import { errorText } from "@/server/errors";
import { incrementalContentDigest } from "@/server/event-store/digests";
import { dataFailure } from "@/server/ingest/store-failure";
import type { Logger } from "@/server/logger";
import { declareServices } from "./declare-services";
import { readDelivery } from "./read-delivery";
import { storeDeliveries } from "./store-deliveries";

export interface ConsumerOptions {
  target: BrokerTarget;
  vhost: string;
  /** Name of the service and of its queue. */
  service: string;
  /** Name of this process, unique among workers. */
  holder: string;
  pool: Pool;
  logger: Logger;
  /** Something new stands in the inbox. */
  onStored: () => void;
}

/** connecting: no connection to the broker; consuming: messages come, or stand by for another worker; failing: they cannot be stored now. */
export type ConsumerState = "connecting" | "consuming" | "failing";

/** No event of ours is near this size; what is larger is left to the broker's own dead-lettering. */
const MOST_BYTES = 1 << 20;
/** Messages in hand, and stored in one transaction. */
const PREFETCH = 50;
/** A session that lasted this long was a good one: the next failure begins with a short wait again. */
const GOOD_SESSION_MS = 10_000;

/** Brings what arrives on the queue of a service into its inbox, and acks what is committed there. */
export class ServiceConsumer {
  readonly #options: ConsumerOptions;
  readonly #stopping = new AbortController();
  #state: ConsumerState = "connecting";
  #error: string | null = null;
  #running: Promise<void> | null = null;

  constructor(options: ConsumerOptions) {
    this.#options = options;
  }

  get state(): { state: ConsumerState; error: string | null } {
    return { state: this.#state, error: this.#error };
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Finishes the batch at hand and closes. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const backoff = new Backoff(200, 10_000);
    const { signal } = this.#stopping;
    const { logger, service } = this.#options;
    while (!signal.aborted) {
      const started = Date.now();
      const reason = await this.#session().catch(errorText);
      if (signal.aborted) break;
      if (Date.now() - started > GOOD_SESSION_MS) backoff.reset();
      if (this.#error !== reason) logger.warn({ service, reason }, "not consuming, trying again");
      this.#become("connecting", reason);
      await pause(backoff.next(), signal);
    }
  }

  /**
   * One life of the connection.
   * @returns why it ended
   */
  async #session(): Promise<string> {
    const { target, vhost, service, holder, logger } = this.#options;
    await declareServices(target, vhost, logger);
    const ended = new AbortController();
    let reason = "stopped";
    let waiting: Delivery[] = [];
    let heard = () => {};
    const channel = await openQueueChannel({
      target,
      vhost,
      queue: service,
      name: `Sillage ${service} ${holder}`,
      prefetch: PREFETCH,
      maxBodyBytes: MOST_BYTES,
      bodyDigest: () => incrementalContentDigest(NO_KEY),
      onDelivery: (delivery) => {
        waiting.push(delivery);
        heard();
      },
      onClosed: (why) => {
        reason = why;
        ended.abort();
      },
    });
    this.#become("consuming", null);
    const over = AbortSignal.any([ended.signal, this.#stopping.signal]);
    over.addEventListener("abort", () => heard());
    try {
      while (!over.aborted) {
        if (waiting.length === 0) {
          await new Promise<void>((resolve) => {
            heard = resolve;
          });
          continue;
        }
        const batch = waiting;
        waiting = [];
        await this.#store(channel, batch, over);
      }
    } finally {
      await channel.close();
    }
    return reason;
  }

  /** Tries until the batch is stored, then acks it. */
  async #store(channel: QueueChannel, batch: readonly Delivery[], over: AbortSignal): Promise<void> {
    const backoff = new Backoff(100, 5_000);
    const { logger, service, onStored } = this.#options;
    const kept = batch.filter((delivery) => delivery.oversize === null);
    for (const { oversize, ...delivery } of batch)
      if (oversize) this.#reject(channel, delivery, `${oversize.bytes} bytes are too many`);
    while (!over.aborted) {
      try {
        await this.#storeOrReject(channel, kept);
        this.#become("consuming", null);
        return onStored();
      } catch (error) {
        const reason = errorText(error);
        if (this.#error !== reason)
          logger.warn({ service, reason }, "storing does not work now, trying again");
        this.#become("failing", reason);
        await pause(backoff.next(), over);
      }
    }
  }

  /** What PostgreSQL refuses is found one by one and rejected. */
  async #storeOrReject(channel: QueueChannel, batch: Delivery[]): Promise<void> {
    const { pool, service } = this.#options;
    const stored = () => storeDeliveries(pool, service, batch.map(readDelivery));
    const failure = await stored().then(
      () => null,
      (error) => dataFailure(error) ?? Promise.reject(error),
    );
    if (!failure) {
      if (batch.length > 0) channel.ackThrough(batch.at(-1)!.tag);
    } else if (batch.length === 1) {
      this.#reject(channel, batch.pop()!, failure.reason);
    } else {
      // What is settled is taken off, so that another try after a failure does not settle it again.
      while (batch.length > 0) {
        await this.#storeOrReject(channel, batch.slice(0, 1));
        batch.shift();
      }
    }
  }

  /** The broker itself dead-letters it, whole. */
  #reject(channel: QueueChannel, delivery: Pick<Delivery, "tag" | "routingKey">, reason: string): void {
    const { service, logger } = this.#options;
    logger.error({ service, routingKey: delivery.routingKey, reason }, "a message is rejected");
    channel.reject(delivery.tag);
  }

  #become(state: ConsumerState, error: string | null): void {
    this.#state = state;
    this.#error = error;
  }
}

/** The digest of a body that is not kept is of no use here. */
const NO_KEY = Buffer.alloc(32);
