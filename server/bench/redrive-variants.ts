import type { ConfirmChannel } from "amqplib";
import { openConnection } from "@/server/broker/connection";

/** What a redrive is compared with: the same messages moved from one queue to another. */

export interface MoveOptions {
  brokerUrl: string;
  managementUrl: string;
  from: string;
  to: string;
  messages: number;
}

/** Only amqplib: consume, publish persistent and mandatory, ack when the broker has confirmed it. Seconds. */
export async function bareLoop({ brokerUrl, from, to, messages }: MoveOptions): Promise<number> {
  const connection = await openConnection({ url: brokerUrl }, "bench bare loop");
  const consumer = await connection.createChannel();
  const publisher: ConfirmChannel = await connection.createConfirmChannel();
  await consumer.prefetch(1_000);
  let moved = 0;
  let started = 0;
  const seconds = await new Promise<number>((resolve, reject) => {
    consumer.consume(from, (message) => {
      if (!message) return reject(new Error("the queue was deleted"));
      started ||= performance.now();
      publisher.publish(
        "",
        to,
        message.content,
        { ...message.properties, persistent: true, mandatory: true },
        (error) => {
          if (error) return reject(error);
          consumer.ack(message);
          if (++moved === messages) resolve((performance.now() - started) / 1_000);
        },
      );
    });
  });
  await connection.close();
  return seconds;
}

/** RabbitMQ's own dynamic shovel: ack on confirm, prefetch 1000. Seconds, from its creation until everything is moved. */
export async function shovel({ brokerUrl, managementUrl, from, to, messages }: MoveOptions): Promise<number> {
  const { username, password, origin } = new URL(managementUrl);
  const headers = {
    authorization: `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`,
    "content-type": "application/json",
  };
  const address = `${origin}/api/parameters/shovel/%2F/bench`;
  const connection = await openConnection({ url: brokerUrl }, "bench shovel");
  const channel = await connection.createChannel();
  const started = performance.now();
  const value = {
    "src-protocol": "amqp091",
    "src-uri": brokerUrl,
    "src-queue": from,
    "src-prefetch-count": 1_000,
    "src-delete-after": messages,
    "dest-protocol": "amqp091",
    "dest-uri": brokerUrl,
    "dest-queue": to,
    "ack-mode": "on-confirm",
  };
  const body = JSON.stringify({ value });
  // One that was left by a bench that was cut short failed when the broker started, and waits.
  await fetch(address, { method: "DELETE", headers });
  const made = await fetch(address, { method: "PUT", headers, body });
  if (!made.ok) throw new Error(`the shovel was refused: ${made.status} ${await made.text()}`);
  while ((await channel.checkQueue(to)).messageCount < messages)
    await new Promise((resolve) => setTimeout(resolve, 50));
  const seconds = (performance.now() - started) / 1_000;
  await fetch(address, { method: "DELETE", headers });
  await connection.close();
  return seconds;
}
