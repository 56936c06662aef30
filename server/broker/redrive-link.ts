import type { Channel, ChannelModel, ConsumeMessage } from "amqplib";
import { errorText, SillageError } from "@/server/errors";
import { type BrokerTarget, closeSoon, openConnection } from "./connection";
import { connectionProblem } from "./connection-problem";
import { AUDIT_QUEUE } from "./plumbing";
import type { RawMessage } from "./publish-frames";
import { keepRawContent, rawContent } from "./raw-frames";
import { RawPublisher } from "./raw-publisher";
import { returnedQueue } from "./redrive-names";
import { bindTarget, ensureRedrivePlumbing, ensureReturnedQueue, removeRedrive } from "./redrive-plumbing";

export interface RedriveLinkOptions {
  target: BrokerTarget;
  vhost: string;
  redriveId: string;
  /** The broker answered for a message: it took responsibility, or refused it. */
  onConfirm(tag: number, taken: boolean): void;
  /** A message came back: no queue took it. `copy`: give it to `forget` once that is written down; null: nothing to do. */
  onReturn(properties: Buffer, why: string, copy: number | null): void;
  /** Called once, whatever ended it. What was sent and has no answer yet may have arrived or not. */
  onEnd(why: string): void;
}

/**
 * The connection of one redrive. Nobody else has one while this one lives: it consumes the queue of what comes back
 * exclusively, so whoever gets to consume it knows that the connection before is gone, and what it sent has been routed.
 */
export class RedriveLink {
  readonly #connection: ChannelModel;
  readonly #redriveId: string;
  readonly #targets = new Map<string, string | null>();
  readonly #exchanges = new Map<string, string | null>();
  #publisher!: RawPublisher;
  #returned!: Channel;
  /** For questions whose answer may be that something is not there, which ends a channel. */
  #asking: Channel | null = null;

  private constructor(connection: ChannelModel, redriveId: string) {
    this.#connection = connection;
    this.#redriveId = redriveId;
  }

  /**
   * Connects, declares what is needed and begins to consume what comes back.
   * @throws SillageError UNAVAILABLE, also while the connection of another worker lives; FORBIDDEN; CONFLICT where
   * something else stands under one of our names
   */
  static async open(options: RedriveLinkOptions): Promise<RedriveLink> {
    const { target, vhost, redriveId, onConfirm, onReturn } = options;
    const connection = await openConnection(target, `sillage redrive ${redriveId}`, {
      vhost,
      heartbeatSeconds: 10,
    }).catch((error) => {
      throw connectionProblem(error, vhost);
    });
    let ended = false;
    const onEnd = (why: string) => {
      if (ended) return;
      ended = true;
      options.onEnd(why);
    };
    let why = "the connection was closed";
    connection.on("error", (error) => {
      why = errorText(error);
    });
    connection.on("close", (error) => onEnd(error ? errorText(error) : why));
    // Bodies that come back are not needed: dead letters have them.
    keepRawContent(connection, { maxBodyBytes: 0, digest: () => NOTHING_KEPT });
    try {
      await ensureRedrivePlumbing(connection, vhost);
      await ensureReturnedQueue(connection, redriveId);
      const link = new RedriveLink(connection, redriveId);
      link.#publisher = await RawPublisher.open(connection, {
        onConfirm,
        onReturn: (properties, told) => onReturn(properties, told, null),
        onEnd,
      });
      await link.#consumeReturned(onReturn, onEnd);
      return link;
    } catch (error) {
      ended = true;
      await closeSoon(connection);
      throw error;
    }
  }

  get inFlight(): number {
    return this.#publisher.inFlight;
  }

  /** Lets a queue have the messages that name it. @returns why it cannot; null when it can */
  async bind(queue: string): Promise<string | null> {
    let problem = this.#targets.get(queue);
    if (problem === undefined) {
      problem = await bindTarget(this.#connection, this.#redriveId, queue);
      this.#targets.set(queue, problem);
    }
    return problem;
  }

  /** Whether an exchange stands: to publish to one that does not would end the channel. @returns why not, or null */
  async lookFor(exchange: string): Promise<string | null> {
    let problem = this.#exchanges.get(exchange);
    if (problem === undefined) {
      problem = exchange === "" ? null : await this.#check(exchange);
      this.#exchanges.set(exchange, problem);
    }
    return problem;
  }

  /** Whether a content header fits into a frame of this connection. */
  fits(properties: Uint8Array): boolean {
    return this.#publisher.fits(properties);
  }

  /** Sends messages; their tags count up from the one that is returned. @throws Error when the link has ended */
  publish(messages: readonly RawMessage[]): number {
    return this.#publisher.publish(messages);
  }

  /** Resolves when the socket takes more, or the link has ended. */
  room(): Promise<void> {
    return this.#publisher.room();
  }

  /** Sends something behind everything that came back so far: `onReturn` gets it. */
  mark(properties: Buffer): void {
    const queue = Buffer.from(returnedQueue(this.#redriveId));
    this.#publisher.publish([{ exchange: "", routingKey: queue, properties, body: Buffer.alloc(0) }]);
  }

  /** Messages that wait in the audit queue for our store; null where there is none, or nobody tells. */
  async waitingForStore(): Promise<number | null> {
    try {
      if (!this.#asking) {
        this.#asking = await this.#connection.createChannel();
        this.#asking.on("error", () => {});
      }
      return (await this.#asking.checkQueue(AUDIT_QUEUE)).messageCount;
    } catch {
      this.#asking = null;
      return null;
    }
  }

  /** The copies that came back up to this one are written down: the broker may let them go. */
  forget(copy: number): void {
    this.#returned.ack({ fields: { deliveryTag: copy } } as ConsumeMessage, true);
  }

  /** Closes the connection; the next worker goes on from where this one was. */
  async close(): Promise<void> {
    await closeSoon(this.#connection);
  }

  /** Takes away what this redrive has on the broker, and closes. `targets`: queues that were bound before us, too. */
  async remove(targets: Iterable<string>): Promise<void> {
    await removeRedrive(
      this.#connection,
      this.#redriveId,
      new Set([...targets, ...this.#targets.keys()]),
    ).catch(() => {});
    await this.close();
  }

  async #consumeReturned(
    onReturn: RedriveLinkOptions["onReturn"],
    onEnd: RedriveLinkOptions["onEnd"],
  ): Promise<void> {
    const channel = await this.#connection.createChannel();
    let why = "the queue of what comes back is gone";
    channel.on("error", (error) => {
      why = errorText(error);
    });
    channel.on("close", () => onEnd(why));
    this.#returned = channel;
    // No limit: what is behind must not wait for what is not written down yet. Bodies are dropped, so copies are small.
    const consume = channel.consume(
      returnedQueue(this.#redriveId),
      (message) => {
        if (message === null) return onEnd(why);
        onReturn(rawContent(message.properties).properties, "no queue takes it", message.fields.deliveryTag);
      },
      { exclusive: true },
    );
    await consume.catch((error) => {
      if ((error as { code?: unknown }).code !== 403) throw error;
      throw new SillageError("UNAVAILABLE", "The connection of the worker before is not gone yet.", {
        cause: error,
      });
    });
  }

  async #check(exchange: string): Promise<string | null> {
    const channel = await this.#connection.createChannel();
    channel.on("error", () => {});
    try {
      await channel.checkExchange(exchange);
    } catch (error) {
      const { code } = error as { code?: unknown };
      if (code === 404 || code === 403) return errorText(error);
      throw error;
    }
    await channel.close().catch(() => {});
    return null;
  }
}

const NOTHING_KEPT = { update: () => {}, digest: () => "" };
