import { openConnection } from "@/server/broker/connection";

export interface BacklogOptions {
  brokerUrl: string;
  exchange: string;
  queues: { name: string; arguments?: Record<string, unknown> }[];
  count: number;
  next: () => { routingKey: string; body: Buffer };
}

const WINDOW = 2_000;

/** Fills durable queues with persistent messages, confirmed, before anything consumes. Returns messages per second. */
export async function publishBacklog(options: BacklogOptions): Promise<number> {
  const connection = await openConnection({ url: options.brokerUrl }, "bench publisher");
  const channel = await connection.createConfirmChannel();
  await channel.assertExchange(options.exchange, "topic", { durable: true });
  for (const queue of options.queues) {
    await channel.assertQueue(queue.name, { durable: true, arguments: queue.arguments ?? {} });
    await channel.purgeQueue(queue.name);
    await channel.bindQueue(queue.name, options.exchange, "#");
  }
  const started = performance.now();
  for (let sent = 0; sent < options.count; sent++) {
    const { routingKey, body } = options.next();
    const room = channel.publish(options.exchange, routingKey, body, {
      persistent: true,
      contentType: "application/json",
    });
    if (!room) await new Promise((resolve) => channel.once("drain", resolve));
    if (sent % WINDOW === WINDOW - 1) await channel.waitForConfirms();
  }
  await channel.waitForConfirms();
  await connection.close();
  return options.count / ((performance.now() - started) / 1000);
}
