import { vi } from "vitest";
import { openConnection } from "@/server/broker/connection";
import type { Delivery } from "@/server/broker/delivery";
import { openQueueChannel } from "@/server/broker/queue-channel";
import { incrementalContentDigest } from "@/server/event-store/digests";
import { SHOP } from "../shop";

const QUEUE = "spec.observer";

/** Hears every exchange of the shop, as Sillage's taps would, with the bytes as they came. */
export interface Observer {
  deliveries: Delivery[];
  /** Waits for the first delivery that fits. */
  until(fits: (delivery: Delivery) => boolean): Promise<Delivery>;
  /** Takes the first message out of a queue and sends it to the queue `to`, as it is. */
  sendBack(from: string, to: string): Promise<void>;
  deleteQueue(name: string): Promise<void>;
  /** Deletes a queue and declares it without any arguments. */
  declareOtherwise(name: string): Promise<void>;
  close(): Promise<void>;
}

/** Starts to listen. The shop must have declared its exchanges. */
export async function observe(url: string, vhost: string): Promise<Observer> {
  const model = await openConnection({ url }, "spec", { vhost });
  const channel = await model.createConfirmChannel();
  await channel.assertQueue(QUEUE, { durable: false });
  for (const { exchanges, queues } of SHOP) {
    for (const { name, type } of exchanges) {
      const keys = queues.flatMap((queue) => queue.bindings.filter(({ exchange }) => exchange === name));
      if (type !== "direct") await channel.bindQueue(QUEUE, name, "#");
      else for (const { key } of keys) await channel.bindQueue(QUEUE, name, key);
    }
  }
  const deliveries: Delivery[] = [];
  const audit = await openQueueChannel({
    target: { url },
    vhost,
    queue: QUEUE,
    name: "spec observer",
    prefetch: 0,
    maxBodyBytes: 1_000_000,
    bodyDigest: () => incrementalContentDigest(Buffer.alloc(32)),
    onDelivery: (delivery) => deliveries.push(delivery),
    onClosed: () => {},
  });
  return {
    deliveries,
    until: (fits) =>
      vi.waitFor(
        () => {
          const found = deliveries.find(fits);
          if (!found) throw new Error(`not among ${deliveries.length} deliveries`);
          return found;
        },
        { timeout: 30_000, interval: 40 },
      ),
    sendBack: async (from, to) => {
      const message = await channel.get(from);
      if (!message) throw new Error(`${from} is empty`);
      const { properties, content } = message;
      channel.publish("", to, content, { ...properties, headers: properties.headers ?? {} });
      await channel.waitForConfirms();
      channel.ack(message);
    },
    deleteQueue: async (name) => {
      await channel.deleteQueue(name);
    },
    declareOtherwise: async (name) => {
      await channel.deleteQueue(name);
      await channel.assertQueue(name, { durable: true });
    },
    close: async () => {
      await audit.close();
      await model.close();
    },
  };
}
