import { errorText, SillageError } from "@/server/errors";
import type { AmqpChannel, AmqpConnection, AmqpQueueOptions } from "./client";
import type { QueueSpec, System } from "./system";

/** Declares the exchanges, queues and bindings of a system: the same every time, so that a restart finds its own. */
export async function declare(model: AmqpConnection, { exchanges, queues }: System): Promise<void> {
  const channel = await model.createChannel();
  for (const { name, type, alternate } of exchanges) {
    await channel.assertExchange(name, type, {
      durable: true,
      ...(alternate && { alternateExchange: alternate }),
    });
  }
  await channel.close();
  for (const queue of queues) await declareQueue(model, queue);
}

async function declareQueue(model: AmqpConnection, queue: QueueSpec): Promise<void> {
  const once = () => onChannel(model, (channel) => assertAndBind(channel, queue));
  try {
    await once();
  } catch (error) {
    if ((error as { code?: number }).code !== 406) throw error;
    await replaceEmpty(model, queue.name);
    await once();
  }
}

async function assertAndBind(channel: AmqpChannel, queue: QueueSpec): Promise<void> {
  await channel.assertQueue(queue.name, argumentsOf(queue));
  for (const { exchange, key, match } of queue.bindings) {
    await channel.bindQueue(queue.name, exchange, key, match && { "x-match": "all", ...match });
  }
}

/** An earlier version declared it with other arguments. What it holds is somebody's: only an empty one is taken away. */
async function replaceEmpty(model: AmqpConnection, name: string): Promise<void> {
  try {
    await onChannel(model, (channel) => channel.deleteQueue(name, { ifEmpty: true, ifUnused: true }));
  } catch (error) {
    throw new SillageError(
      "CONFLICT",
      `The queue ${name} was declared by somebody else or by an earlier version, and holds messages: the demo leaves it alone and waits until it is deleted.`,
      { cause: error },
    );
  }
}

function argumentsOf({ ttlMs, maxLength, deadLetter }: QueueSpec): AmqpQueueOptions {
  const options: AmqpQueueOptions = { durable: true };
  if (ttlMs !== undefined) options.messageTtl = ttlMs;
  if (maxLength !== undefined) options.maxLength = maxLength;
  if (deadLetter) options.deadLetterExchange = deadLetter.exchange;
  if (deadLetter?.key !== undefined) options.deadLetterRoutingKey = deadLetter.key;
  return options;
}

/** A refusal costs the channel that heard it, so each attempt has its own. */
async function onChannel<T>(model: AmqpConnection, work: (channel: AmqpChannel) => Promise<T>): Promise<T> {
  const channel = await model.createChannel();
  let refusal: Error | null = null;
  channel.on("error", (error: Error) => {
    refusal = error;
  });
  try {
    const result = await work(channel);
    await channel.close();
    return result;
  } catch (error) {
    await channel.close().catch(() => {});
    throw refusal ?? (error instanceof Error ? error : new Error(errorText(error)));
  }
}
