import { randomUUID } from "node:crypto";
import { openConnection } from "../../server/broker/connection";
import { until } from "../../server/testing/until";
import { ask } from "./person";

/** A service of the shop that publishes on a topic exchange of its own, as any AMQP client does. */
export interface Publisher {
  exchange: string;
  /** Publishes and waits until the broker has confirmed. */
  publish(
    routingKey: string,
    body: unknown,
    options?: { headers?: Record<string, unknown>; replyTo?: string; correlationId?: string },
  ): Promise<void>;
  close(): Promise<void>;
}

/** Declares a durable topic exchange and waits until the application says that it is observed. */
export async function aPublisher(app: { rabbitmqUrl: string }, exchange: string): Promise<Publisher> {
  const connection = await openConnection({ url: app.rabbitmqUrl }, "e2e shop");
  const channel = await connection.createConfirmChannel();
  await channel.assertExchange(exchange, "topic", { durable: true });
  await until(async () => {
    const answer = await ask("/api/coverage");
    const { items } = (await answer.json()) as { items: { exchange: string; tappedAt: string | null }[] };
    return items.find((item) => item.exchange === exchange)?.tappedAt ?? null;
  });
  return {
    exchange,
    publish: async (routingKey, body, options) => {
      const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
      channel.publish(exchange, routingKey, bytes, { persistent: true, ...options });
      await channel.waitForConfirms();
    },
    close: () => connection.close(),
  };
}

/** An event in Sillage's own envelope. */
export function anEvent(
  eventType: string,
  fields: { orderId?: string; correlationId?: string; causedBy?: string; note?: string } = {},
) {
  const orderId = fields.orderId ?? randomUUID();
  return {
    eventId: randomUUID(),
    eventType,
    aggregateId: orderId,
    aggregateType: "Order",
    eventData: { orderId, total: 9007199254740993n.toString(), note: fields.note ?? "" },
    metadata: {
      timestamp: new Date().toISOString(),
      version: 1,
      correlationId: fields.correlationId ?? randomUUID(),
      ...(fields.causedBy ? { causationId: fields.causedBy } : {}),
      userId: "agent-7",
    },
  };
}
