import { randomUUID } from "node:crypto";
import type { ChannelModel, ConsumeMessage } from "amqplib";
import { errorText } from "@/server/errors";
import { type BrokerTarget, openConnection } from "./connection";
import { connectionProblem } from "./connection-problem";

/** Where `rabbitmq_event_exchange` publishes what changes in the broker; in the virtual host `/` unless configured. */
export const EVENT_EXCHANGE = "amq.rabbitmq.event";

/** Something changed in a virtual host. Only what names the change is read; its contents are asked for again. */
export type BrokerChange =
  | { what: "exchange.created" | "exchange.deleted"; vhost: string; exchange: string }
  | {
      what: "binding.created" | "binding.deleted";
      vhost: string;
      exchange: string;
      destination: string;
    }
  | { what: "queue.created" | "queue.deleted"; vhost: string; queue: string }
  | { what: "policy"; vhost: string };

const KEYS = [
  "exchange.created",
  "exchange.deleted",
  "binding.created",
  "binding.deleted",
  "queue.created",
  "queue.deleted",
  "policy.*",
  "operator_policy.*",
];

/** Follows the broker's own events. Ends with `onClosed`; whoever opened it opens another. */
export async function openEventFeed(
  target: BrokerTarget,
  vhost: string,
  onChange: (change: BrokerChange) => void,
  onClosed: (reason: string) => void,
): Promise<{ close(): Promise<void> }> {
  const connection = await openConnection(target, "sillage events", { vhost, heartbeatSeconds: 15 }).catch(
    (error) => {
      throw connectionProblem(error, vhost);
    },
  );
  let reason = "the connection was closed";
  connection.on("error", (error) => {
    reason = errorText(error);
  });
  connection.on("close", () => onClosed(reason));
  try {
    await follow(connection, onChange, (why) => {
      reason = why;
      connection.close().catch(() => {});
    });
  } catch (error) {
    connection.removeAllListeners("close");
    await connection.close().catch(() => {});
    throw error;
  }
  return { close: () => connection.close().catch(() => {}) };
}

async function follow(
  connection: ChannelModel,
  onChange: (change: BrokerChange) => void,
  onBroken: (why: string) => void,
): Promise<void> {
  const channel = await connection.createChannel();
  channel.on("error", (error) => onBroken(errorText(error)));
  const queue = `sillage.watch.${randomUUID()}`;
  // Bounded like everything of ours; what it would drop, the slow polling finds.
  await channel.assertQueue(queue, {
    exclusive: true,
    autoDelete: true,
    durable: false,
    arguments: { "x-max-length": 50_000, "x-queue-type": "classic" },
  });
  for (const key of KEYS) await channel.bindQueue(queue, EVENT_EXCHANGE, key);
  await channel.consume(
    queue,
    (message) => {
      if (!message) return onBroken("the broker cancelled our event queue");
      const change = readChange(message);
      if (change) onChange(change);
    },
    { noAck: true },
  );
}

function readChange(message: ConsumeMessage): BrokerChange | null {
  const headers = (message.properties.headers ?? {}) as Record<string, unknown>;
  const what = message.fields.routingKey;
  const { vhost, name, source_name: source, destination_name: destination } = headers;
  if (typeof vhost !== "string") return null;
  switch (what) {
    case "exchange.created":
    case "exchange.deleted":
      return typeof name === "string" ? { what, vhost, exchange: name } : null;
    case "queue.created":
    case "queue.deleted":
      return typeof name === "string" ? { what, vhost, queue: name } : null;
    case "binding.created":
    case "binding.deleted":
      return typeof source === "string" && typeof destination === "string"
        ? { what, vhost, exchange: source, destination }
        : null;
    default:
      return { what: "policy", vhost };
  }
}
