import type { ChannelModel } from "amqplib";
import { errorText, SillageError } from "@/server/errors";
import { declare } from "./declare";
import { ensurePlumbing, TAP_EXCHANGE } from "./plumbing";
import {
  HEADERS,
  REDRIVE_EXCHANGE,
  RETURNED_EXCHANGE,
  RETURNED_QUEUES,
  returnedQueue,
  TARGETS_EXCHANGE,
} from "./redrive-names";

/** A queue of a redrive that nobody consumes any more is forgotten after a week. */
const FORGET_MS = 7 * 24 * 3_600_000;

/**
 * Declares what every redrive in the connection's virtual host needs; does nothing where it stands. One publish to
 * `sillage.redrive` leaves a receipt through the tap and reaches the target queue, or comes back.
 * @throws SillageError FORBIDDEN, UNAVAILABLE; CONFLICT where something else stands under one of our names
 */
export async function ensureRedrivePlumbing(connection: ChannelModel, vhost: string): Promise<void> {
  await ensurePlumbing(connection, vhost);
  const exchange = async (name: string, type: string, options: object) => {
    const made = await declare(connection, (channel) =>
      channel.assertExchange(name, type, { durable: true, ...options }),
    );
    if (made === "differs") {
      throw new SillageError(
        "CONFLICT",
        `The exchange ${name} in ${vhost} is not the one that redrives need. Delete it and try again.`,
      );
    }
  };
  await exchange(RETURNED_EXCHANGE, "headers", { internal: true });
  await exchange(TARGETS_EXCHANGE, "headers", { internal: true, alternateExchange: RETURNED_EXCHANGE });
  await exchange(REDRIVE_EXCHANGE, "fanout", {});
  await declare(connection, async (channel) => {
    await channel.bindExchange(TAP_EXCHANGE, REDRIVE_EXCHANGE, "");
    await channel.bindExchange(TARGETS_EXCHANGE, REDRIVE_EXCHANGE, "");
  });
}

/** Declares the queue in which a redrive gets back what no queue took, and nothing else. */
export async function ensureReturnedQueue(connection: ChannelModel, redriveId: string): Promise<void> {
  const name = returnedQueue(redriveId);
  await declare(connection, async (channel) => {
    await channel.assertQueue(name, {
      durable: true,
      arguments: { "x-queue-type": "classic", "x-expires": FORGET_MS },
    });
    await channel.bindQueue(name, RETURNED_EXCHANGE, "", { "x-match": "all", [HEADERS.redrive]: redriveId });
  });
}

/** What keeps a message from a queue: it is not there, or it is not ours to write to; null when it is bound. */
export async function bindTarget(
  connection: ChannelModel,
  redriveId: string,
  queue: string,
): Promise<string | null> {
  const channel = await connection.createChannel();
  channel.on("error", () => {});
  try {
    await channel.bindQueue(queue, TARGETS_EXCHANGE, "", targetArguments(redriveId, queue));
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code === 404 || code === 403 || code === 405) return errorText(error);
    throw error;
  }
  await channel.close().catch(() => {});
  return null;
}

/** Takes away what one redrive had on the broker. What is gone is gone. */
export async function removeRedrive(
  connection: ChannelModel,
  redriveId: string,
  queues: Iterable<string>,
): Promise<void> {
  for (const queue of queues) {
    await quietly(connection, (channel) =>
      channel.unbindQueue(queue, TARGETS_EXCHANGE, "", targetArguments(redriveId, queue)),
    );
  }
  await quietly(connection, (channel) => channel.deleteQueue(returnedQueue(redriveId)));
}

/** Takes away what all redrives of a virtual host share, and the queues that some left behind. */
export async function removeRedrivePlumbing(
  connection: ChannelModel,
  queues: readonly { name: string }[],
): Promise<void> {
  for (const { name } of queues.filter((queue) => queue.name.startsWith(RETURNED_QUEUES))) {
    await quietly(connection, (channel) => channel.deleteQueue(name));
  }
  for (const exchange of [REDRIVE_EXCHANGE, TARGETS_EXCHANGE, RETURNED_EXCHANGE]) {
    await quietly(connection, (channel) => channel.deleteExchange(exchange));
  }
}

const targetArguments = (redriveId: string, queue: string) => ({
  "x-match": "all",
  [HEADERS.redrive]: redriveId,
  [HEADERS.target]: queue,
});

async function quietly(
  connection: ChannelModel,
  action: (channel: Awaited<ReturnType<ChannelModel["createChannel"]>>) => Promise<unknown>,
): Promise<void> {
  const channel = await connection.createChannel();
  channel.on("error", () => {});
  try {
    await action(channel);
    await channel.close();
  } catch {
    // The broker closes the channel of what it refuses; there is nothing left to take away then.
  }
}
