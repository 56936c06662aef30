import type { ChannelModel, ConfirmChannel, Message } from "amqplib";
import { errorText } from "@/server/errors";
import { headerFits, publishFrames, type RawMessage } from "./publish-frames";
import { rawContent } from "./raw-frames";

export interface RawPublisherEvents {
  /** The broker answered for a message: it took responsibility, or refused it (nack). Each message once. */
  onConfirm(tag: number, taken: boolean): void;
  /** No queue takes a message; its confirm still comes. */
  onReturn(properties: Buffer, why: string): void;
  /** Called once: nothing more is confirmed. What was sent and has no answer yet may have arrived or not. */
  onEnd(why: string): void;
}

interface Window {
  ch: number;
  connection: {
    frameMax: number;
    sentSinceLastCheck: boolean;
    channels: ({ buffer: { write(chunk: Buffer): boolean } } | null)[];
  };
}

/**
 * Publishes messages byte for byte on a channel of its own, `mandatory` and with confirms. The connection keeps raw
 * content (`keepRawContent`), so that what comes back can be told by its own bytes. Works beside amqplib's own publish,
 * whose frames it writes itself: tried with amqplib 2.3.1.
 */
export class RawPublisher {
  readonly #channel: ConfirmChannel;
  readonly #window: Window;
  /** The tag of the next message; the broker counts the same way. */
  #next = 1;
  /** Every tag below it is answered. */
  #low = 1;
  /** Tags from `#low` on that were answered out of order. */
  readonly #early = new Set<number>();
  #room = true;
  #waiting: (() => void)[] = [];
  #ended: string | null = null;

  private constructor(channel: ConfirmChannel, events: RawPublisherEvents) {
    this.#channel = channel;
    this.#window = channel as unknown as Window;
    // amqplib's own bookkeeping of confirms knows nothing of messages that it has not written.
    channel.removeAllListeners("ack");
    channel.removeAllListeners("nack");
    const answer = (taken: boolean) => (fields: { deliveryTag: number; multiple: boolean }) =>
      this.#answered(fields, taken, events);
    channel.on("ack", answer(true));
    channel.on("nack", answer(false));
    channel.on("return", ({ fields, properties }: Message) => {
      const { replyText } = fields as unknown as { replyText: string };
      events.onReturn(rawContent(properties).properties, replyText);
    });
    channel.on("drain", () => this.#drained());
    let why = "the channel was closed";
    channel.on("error", (error) => {
      why = errorText(error);
    });
    channel.on("close", () => {
      this.#ended = why;
      this.#drained();
      events.onEnd(why);
    });
  }

  static async open(connection: ChannelModel, events: RawPublisherEvents): Promise<RawPublisher> {
    // The mark counts writes, each of up to a hundred messages; amqplib's own would let a thousand of them wait.
    return new RawPublisher(await connection.createConfirmChannel({ highWaterMark: 4 }), events);
  }

  /** Sent and not answered yet. */
  get inFlight(): number {
    return this.#next - this.#low - this.#early.size;
  }

  /** Whether a content header fits into a frame of this connection. */
  fits(properties: Uint8Array): boolean {
    return headerFits(properties, this.#window.connection.frameMax);
  }

  /**
   * Sends messages in their order. Their tags count up from the one that is returned.
   * @throws Error when the channel has ended: nothing was sent then
   */
  publish(messages: readonly RawMessage[]): number {
    const lane = this.#window.connection.channels[this.#window.ch];
    if (this.#ended !== null || !lane) throw new Error(this.#ended ?? "the channel was closed");
    const first = this.#next;
    this.#next += messages.length;
    this.#window.connection.sentSinceLastCheck = true;
    const { frameMax } = this.#window.connection;
    this.#room = lane.buffer.write(publishFrames(this.#window.ch, frameMax, messages));
    return first;
  }

  /** Resolves when the socket takes more, or when the channel has ended. */
  room(): Promise<void> {
    if (this.#room || this.#ended !== null) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Closes the channel. What is not answered yet stays so. */
  async close(): Promise<void> {
    if (this.#ended === null) await this.#channel.close().catch(() => {});
  }

  #drained(): void {
    this.#room = true;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }

  #answered(
    { deliveryTag, multiple }: { deliveryTag: number; multiple: boolean },
    taken: boolean,
    events: RawPublisherEvents,
  ): void {
    if (!multiple && deliveryTag !== this.#low) {
      this.#early.add(deliveryTag);
      events.onConfirm(deliveryTag, taken);
      return;
    }
    const low = this.#low;
    this.#low = deliveryTag + 1;
    for (let tag = low; tag <= deliveryTag; tag++) {
      if (!this.#early.delete(tag)) events.onConfirm(tag, taken);
    }
    while (this.#early.delete(this.#low)) this.#low++;
  }
}
