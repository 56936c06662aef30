import type { ChannelModel } from "amqplib";
import { declare } from "./declare";

/** The queue of a service, and what reaches it. */
export interface ServiceQueue {
  name: string;
  bindings: readonly { exchange: string; pattern: string }[];
  /** Where the broker sends what is rejected. */
  deadLetterExchange: string;
}

export interface ServiceTopology {
  /** Topic exchanges. */
  exchanges: readonly string[];
  /** Fanout exchanges, each with the one queue that keeps what died. */
  deadLetters: readonly { exchange: string; queue: string }[];
  queues: readonly ServiceQueue[];
}

/**
 * Declares exchanges, queues and bindings in the connection's virtual host; does nothing where they stand. What exists
 * with other properties is kept as it is.
 * @returns what exists with other properties, in sentences for a person
 * @throws SillageError FORBIDDEN when our user may not declare them, UNAVAILABLE when that does not work now.
 */
export async function ensureServiceTopology(
  connection: ChannelModel,
  topology: ServiceTopology,
): Promise<string[]> {
  const warnings: string[] = [];
  const exchange = async (name: string, type: "topic" | "fanout") => {
    const found = await declare(connection, (channel) =>
      channel.assertExchange(name, type, { durable: true }),
    );
    if (found === "differs")
      warnings.push(
        `The exchange ${name} exists, but is not a durable ${type} exchange; it is used as it is.`,
      );
  };
  const queue = async (name: string, more: Record<string, unknown>) => {
    const args = { "x-queue-type": "classic", ...more };
    const found = await declare(connection, (channel) =>
      channel.assertQueue(name, { durable: true, arguments: args }),
    );
    if (found === "differs")
      warnings.push(`The queue ${name} exists with other arguments than ours; it is used as it is.`);
  };
  for (const name of topology.exchanges) await exchange(name, "topic");
  for (const dead of topology.deadLetters) {
    await exchange(dead.exchange, "fanout");
    await queue(dead.queue, {});
    await declare(connection, (channel) => channel.bindQueue(dead.queue, dead.exchange, ""));
  }
  for (const { name, bindings, deadLetterExchange } of topology.queues) {
    // One consumer at a time, so that what comes in order is stored in order; the others stand by.
    await queue(name, {
      "x-dead-letter-exchange": deadLetterExchange,
      "x-single-active-consumer": true,
    });
    for (const { exchange, pattern } of bindings)
      await declare(connection, (channel) => channel.bindQueue(name, exchange, pattern));
  }
  return warnings;
}
