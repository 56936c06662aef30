import type { ConsumeMessage } from "amqplib";
import { type BrokerTarget, closeSoon, openConnection } from "./connection";
import type { Delivery } from "./delivery";
import { toDelivery } from "./queue-channel";
import { type BodyDigest, keepRawContent } from "./raw-frames";

/**
 * Takes messages from a queue a batch at a time, and nothing between two batches: what is delivered and not acked is
 * always the batch in hand alone. So whatever the broker delivers again after we died was in that batch.
 */
export interface BatchChannel {
  /**
   * Consumes until there are `most` messages or no more come for a moment.
   * @param wait whether to wait for the first one; without, an empty queue gives an empty batch
   * @returns in order; empty when the channel has ended
   */
  take(most: number, wait: boolean): Promise<Delivery[]>;
  /** Acks this delivery alone. */
  ack(tag: number): void;
  /** Acks this delivery and all before it. */
  ackThrough(tag: number): void;
  /**
   * Waits until the broker has taken every ack sent so far.
   * @returns messages that wait in the queue
   */
  barrier(): Promise<number>;
  /** What was not acked will be delivered again. */
  close(): Promise<void>;
}

export interface BatchChannelOptions {
  target: BrokerTarget;
  vhost: string;
  queue: string;
  /** Shown in the broker's management page. */
  name: string;
  /** Refuse to share the queue with another consumer. */
  exclusive: boolean;
  maxBodyBytes: number;
  /** More bytes than this in one batch end the channel: prefetch counts messages. */
  maxBatchBytes: number;
  bodyDigest: () => BodyDigest;
  /** Called once, whatever ended it: connection lost, channel closed by the server, queue deleted. */
  onClosed: (reason: string) => void;
}

/** A batch is whole when nothing has come for this long, or it has been gathered for the other. */
const QUIET_MS = 25;
const GATHER_MS = 250;
/** A queue that has messages and delivers none is asked again after this. */
const ASK_AGAIN_MS = 50;
/** A host that vanished is noticed within three of these. */
const HEARTBEAT_SECONDS = 10;

export const TOO_MUCH_AT_ONCE = "the messages are too large to take so many at once";

/** Connects. A queue that is missing or not granted is told by the first `take`, in the broker's own words. */
export async function openBatchChannel(options: BatchChannelOptions): Promise<BatchChannel> {
  const { queue, vhost, exclusive } = options;
  const model = await openConnection(options.target, options.name, {
    vhost,
    heartbeatSeconds: HEARTBEAT_SECONDS,
  });
  let ended: string | null = null;
  let heard = () => {};
  const end = (reason: string) => {
    if (ended !== null) return;
    ended = reason;
    options.onClosed(reason);
    heard();
    model.close().catch(() => {});
  };
  let lastError = "connection closed";
  const noteError = (error: Error) => {
    lastError = error.message;
  };
  model.on("error", noteError);
  model.on("close", (error) => end(error?.message ?? lastError));
  keepRawContent(model, { maxBodyBytes: options.maxBodyBytes, digest: options.bodyDigest });
  const channel = await model.createChannel();
  channel.on("error", noteError);
  channel.on("close", () => end(lastError));

  /** Waits for the next delivery or the end. */
  const news = (ms?: number) =>
    new Promise<void>((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(resolve, ms);
      heard = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const waiting = async () => (await channel.checkQueue(queue)).messageCount;

  const gather = async (batch: readonly Delivery[], most: number, wait: boolean): Promise<void> => {
    while (ended === null && batch.length === 0) {
      if (wait) await news();
      // The answer comes behind everything that the queue has delivered before.
      else if ((await waiting()) === 0) break;
      else if (batch.length === 0) await news(ASK_AGAIN_MS);
    }
    const until = performance.now() + GATHER_MS;
    for (let count = 0; ended === null && count !== batch.length && batch.length < most; ) {
      count = batch.length;
      if (performance.now() < until) await news(QUIET_MS);
    }
  };

  return {
    async take(most, wait) {
      const batch: Delivery[] = [];
      if (ended !== null) return batch;
      let bytes = 0;
      const deliver = (message: ConsumeMessage | null) => {
        if (message === null) return end("the queue was deleted");
        if (ended !== null) return;
        batch.push(toDelivery(message, vhost));
        bytes += message.content.length;
        if (bytes > options.maxBatchBytes) end(TOO_MUCH_AT_ONCE);
        heard();
      };
      try {
        await channel.prefetch(most);
        const { consumerTag } = await channel.consume(queue, deliver, { exclusive });
        await gather(batch, most, wait);
        if (ended === null) await channel.cancel(consumerTag);
      } catch (error) {
        end(error instanceof Error ? error.message : String(error));
      }
      return ended === null ? batch : [];
    },
    ack(tag) {
      if (ended === null) channel.ack({ fields: { deliveryTag: tag } } as ConsumeMessage);
    },
    ackThrough(tag) {
      if (ended === null) channel.ack({ fields: { deliveryTag: tag } } as ConsumeMessage, true);
    },
    barrier: waiting,
    async close() {
      await closeSoon(model);
    },
  };
}
