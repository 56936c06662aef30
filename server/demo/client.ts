import type { Channel, ChannelModel, ConfirmChannel, ConsumeMessage, Options } from "amqplib";
import { type BrokerTarget, openConnection } from "@/server/broker/connection";
import { declare } from "./declare";
import type { Received, ShopMessage, ShopProperties } from "./shop-message";
import type { QueueSpec, System } from "./system";

/** The parts of amqplib that the demo's other files see. */
export type AmqpConnection = ChannelModel;
export type AmqpChannel = Channel;
export type AmqpQueueOptions = Options.AssertQueue;

const PREFETCH = 40;

/** A message in the hands of a consumer. */
export interface InHand extends Received {
  ack(): void;
  /** Without requeue: the broker dead-letters it. */
  reject(): void;
}

/** The AMQP connection of one of the shop's systems: an ordinary client, as any service would have. */
export interface ShopClient {
  /** Resolves when the broker has confirmed the message. */
  publish(message: ShopMessage): Promise<void>;
  /** Stops the deliveries; what is in hand may still be acked. */
  cancel(): Promise<void>;
  close(): Promise<void>;
}

export interface ShopClientOptions {
  target: BrokerTarget;
  vhost: string;
  system: System;
  onMessage: (queue: QueueSpec, message: InHand) => void;
  /** Called once, when the connection or one of its channels has ended without being asked to. */
  onLost: (reason: string) => void;
}

/** Connects, declares what the system needs (the same every time) and starts its consumers. */
export async function openShopClient(options: ShopClientOptions): Promise<ShopClient> {
  const { system, vhost } = options;
  const model = await openConnection(options.target, `shop ${system.name}`, { vhost });
  let ended = false;
  const end = (reason: string) => {
    if (ended) return;
    ended = true;
    options.onLost(reason);
    model.close().catch(() => {});
  };
  let lastError = "connection closed";
  const watch = (source: ChannelModel | Channel) => {
    source.on("error", (error: Error) => {
      lastError = error.message;
    });
    source.on("close", () => end(lastError));
  };
  watch(model);
  try {
    await declare(model, system);
    const publisher = await model.createConfirmChannel();
    watch(publisher);
    const consumer = await model.createChannel();
    watch(consumer);
    await consumer.prefetch(PREFETCH);
    const tags: string[] = [];
    for (const queue of system.queues.filter(({ handler }) => handler)) {
      const deliver = (message: ConsumeMessage | null) => {
        if (message === null) end(`queue ${queue.name} was deleted`);
        else
          options.onMessage(
            queue,
            inHand(consumer, message, () => ended),
          );
      };
      tags.push((await consumer.consume(queue.name, deliver)).consumerTag);
    }
    return {
      publish: (message) => publishConfirmed(publisher, message),
      cancel: async () => {
        for (const tag of tags) await consumer.cancel(tag);
      },
      close: async () => {
        ended = true;
        await model.close().catch(() => {});
      },
    };
  } catch (error) {
    ended = true;
    await model.close().catch(() => {});
    throw error;
  }
}

/** A message that nobody takes is not returned: whether somebody does is not this publisher's business. */
function publishConfirmed(channel: ConfirmChannel, message: ShopMessage): Promise<void> {
  const options: Options.Publish = { ...message.properties, headers: message.headers };
  return new Promise((resolve, reject) => {
    channel.publish(message.exchange, message.routingKey, message.body, options, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}

function inHand(channel: Channel, message: ConsumeMessage, ended: () => boolean): InHand {
  const { exchange, routingKey } = message.fields;
  return {
    exchange,
    routingKey,
    properties: shopProperties(message.properties),
    headers: message.properties.headers ?? {},
    body: message.content,
    ack: () => {
      if (!ended()) channel.ack(message);
    },
    reject: () => {
      if (!ended()) channel.nack(message, false, false);
    },
  };
}

function shopProperties(all: ConsumeMessage["properties"]): ShopProperties {
  const {
    contentType,
    contentEncoding,
    deliveryMode,
    correlationId,
    replyTo,
    messageId,
    timestamp,
    type,
    appId,
  } = all;
  const properties = {
    contentType,
    contentEncoding,
    deliveryMode,
    correlationId,
    replyTo,
    messageId,
    timestamp,
    type,
    appId,
  };
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
}
