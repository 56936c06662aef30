import type { Channel, ChannelModel, ConsumeMessage } from "amqplib";
import { type BrokerTarget, closeSoon, openConnection } from "./connection";
import type { Delivery } from "./delivery";
import { type BodyDigest, keepRawContent, type ReadControl, rawContent } from "./raw-frames";

/** An open consumer of a queue. */
export interface QueueChannel extends ReadControl {
  /** Acks this delivery and all before it. */
  ackThrough(tag: number): void;
  /** Gives one delivery back for good: the broker sends it to the dead-letter exchange of the queue. */
  reject(tag: number): void;
  /**
   * Waits until the broker has taken every ack sent so far.
   * @returns messages still waiting in the queue
   */
  barrier(): Promise<number>;
  /** Stops the deliveries, then closes. What was not acked will be delivered again. */
  close(): Promise<void>;
}

export interface QueueChannelOptions {
  target: BrokerTarget;
  vhost: string;
  queue: string;
  /** Shown in the broker's management page. */
  name: string;
  prefetch: number;
  maxBodyBytes: number;
  bodyDigest: () => BodyDigest;
  onDelivery: (delivery: Delivery) => void;
  /** Called once, whatever ended it: connection lost, channel closed by the server, queue deleted. */
  onClosed: (reason: string) => void;
}

/** Connects and starts to consume. Fails with the broker's own words when the queue is missing or not granted. */
export async function openQueueChannel(options: QueueChannelOptions): Promise<QueueChannel> {
  const model = await openConnection(options.target, options.name, { vhost: options.vhost });
  let closed = false;
  const end = (reason: string) => {
    if (closed) return;
    closed = true;
    options.onClosed(reason);
    model.close().catch(() => {});
  };
  let lastError = "connection closed";
  model.on("error", (error) => {
    lastError = error.message;
  });
  model.on("close", (error) => end(error?.message ?? lastError));
  const reading = keepRawContent(model, { maxBodyBytes: options.maxBodyBytes, digest: options.bodyDigest });
  try {
    const channel = await model.createChannel();
    channel.on("error", (error) => {
      lastError = error.message;
    });
    channel.on("close", () => end(lastError));
    channel.on("handler-error", (error) => end(`failed on a delivery: ${error.message}`));
    await channel.prefetch(options.prefetch);
    const deliver = (message: ConsumeMessage | null) => {
      if (message === null) end("the queue was deleted");
      else if (!closed) options.onDelivery(toDelivery(message, options.vhost));
    };
    const { consumerTag } = await channel.consume(options.queue, deliver, { noAck: false });
    return { ...reading, ...controls(model, channel, options.queue, consumerTag, () => closed) };
  } catch (error) {
    closed = true;
    await closeSoon(model);
    throw error;
  }
}

function controls(
  model: ChannelModel,
  channel: Channel,
  queue: string,
  consumerTag: string,
  closed: () => boolean,
) {
  return {
    ackThrough(tag: number) {
      if (!closed()) channel.ack({ fields: { deliveryTag: tag } } as ConsumeMessage, true);
    },
    reject(tag: number) {
      if (!closed()) channel.reject({ fields: { deliveryTag: tag } } as ConsumeMessage, false);
    },
    async barrier() {
      return (await channel.checkQueue(queue)).messageCount;
    },
    async close() {
      if (!closed()) await channel.cancel(consumerTag).catch(() => {});
      await closeSoon(model);
    },
  };
}

/** What amqplib delivers, with its content byte for byte. */
export function toDelivery(message: ConsumeMessage, vhost: string): Delivery {
  const raw = rawContent(message.properties);
  const { properties } = message;
  return {
    tag: message.fields.deliveryTag,
    receivedAt: Date.now(),
    vhost,
    exchange: message.fields.exchange,
    routingKey: message.fields.routingKey,
    redelivered: message.fields.redelivered,
    persistent: properties.deliveryMode === 2,
    properties,
    headers: properties.headers,
    rawProperties: raw.properties,
    undecodable: raw.undecodable,
    body: message.content,
    oversize: raw.oversize,
  };
}
