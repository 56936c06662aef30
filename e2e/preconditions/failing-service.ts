import { openConnection } from "../../server/broker/connection";
import { until } from "../../server/testing/until";
import { ask } from "./person";
import { anEvent, aPublisher } from "./shop";

/** A service of the shop whose queue sends what it rejects to a dead-letter queue. */
export interface FailingService {
  exchange: string;
  /** Its queue, and where its dead letters end. */
  queue: string;
  deadLetterQueue: string;
  /** Publishes an order for it. `note`: what its consumer looks at. */
  order(note: string): Promise<string>;
  /** From now on it rejects these notes alone; what it handles has an effect: an event that names its cause. */
  rejects(test: (note: string) => boolean): void;
  /** Notes of what it handled, in order. */
  handled: readonly string[];
  close(): Promise<void>;
}

/** Declares the service on the broker of the application and starts it. */
export async function aFailingService(app: { rabbitmqUrl: string }, name: string): Promise<FailingService> {
  const connection = await openConnection({ url: app.rabbitmqUrl }, "e2e failing service");
  const channel = await connection.createChannel();
  const [exchange, queue, dlx, deadLetterQueue] = [name, `${name}.work`, `${name}.dlx`, `${name}.dlq`];
  await channel.assertExchange(dlx, "fanout", { durable: true });
  await channel.assertQueue(deadLetterQueue, { durable: true });
  await channel.bindQueue(deadLetterQueue, dlx, "");
  const shop = await aPublisher(app, exchange);
  await channel.assertQueue(queue, { durable: true, arguments: { "x-dead-letter-exchange": dlx } });
  await channel.bindQueue(queue, exchange, "order.#");
  // Both exchanges are observed before anything dies.
  await until(async () => {
    const { items } = (await (await ask("/api/coverage")).json()) as {
      items: { exchange: string; tappedAt: string | null }[];
    };
    return items.find((item) => item.exchange === dlx)?.tappedAt ?? null;
  });
  const handled: string[] = [];
  let rejected = (_note: string) => true;
  await channel.consume(queue, (message) => {
    if (!message) return;
    const event = JSON.parse(message.content.toString()) as ReturnType<typeof anEvent>;
    const { note } = event.eventData;
    if (rejected(note)) return channel.nack(message, false, false);
    handled.push(note);
    channel.ack(message);
    const { correlationId } = event.metadata;
    void shop.publish("handled", anEvent("OrderHandled", { causedBy: event.eventId, correlationId, note }));
  });
  return {
    exchange,
    queue,
    deadLetterQueue,
    handled,
    rejects: (test) => {
      rejected = test;
    },
    async order(note) {
      const event = anEvent("OrderPlaced", { note });
      await shop.publish("order.placed", event);
      return event.eventId;
    },
    async close() {
      await shop.close();
      await connection.close();
    },
  };
}
