import { openConnection } from "@/server/broker/connection";
import { SERVICE_EXCHANGES } from "@/server/inbox/service-plan";

const QUEUE = "test.published";

/** Keeps a copy of everything that our services publish from now on, on a queue that survives the broker. */
export async function recordPublished(url: string): Promise<void> {
  const connection = await openConnection({ url }, "test");
  const channel = await connection.createChannel();
  await channel.assertQueue(QUEUE, { durable: true });
  for (const exchange of SERVICE_EXCHANGES) {
    await channel.assertExchange(exchange, "topic", { durable: true });
    await channel.bindQueue(QUEUE, exchange, "#");
  }
  await connection.close();
}

/** The ids of the events that were published since, with how often. */
export async function publishedEvents(url: string): Promise<Map<string, number>> {
  const connection = await openConnection({ url }, "test");
  const channel = await connection.createChannel();
  const times = new Map<string, number>();
  for (;;) {
    const message = await channel.get(QUEUE, { noAck: true });
    if (!message) break;
    const { messageId } = message.properties;
    times.set(messageId, (times.get(messageId) ?? 0) + 1);
  }
  await connection.close();
  return times;
}
