import { randomUUID } from "node:crypto";
import type { ChannelModel } from "amqplib";
import { SillageError } from "@/server/errors";
import { type BrokerTarget, openConnection } from "./connection";
import { connectionProblem } from "./connection-problem";

export type BrokerRight = "login" | "vhost" | "configure" | "write" | "read";

/**
 * Finds out which rights our user lacks in a virtual host, without leaving anything there: only an administrator may
 * ask for permissions, so it tries them on an exclusive queue of its own that goes with the connection.
 * @param readable an exchange to try the right to read on, by a binding that matches nothing anybody sends
 */
export async function missingRights(
  target: BrokerTarget,
  vhost: string,
  readable = "amq.direct",
): Promise<BrokerRight[]> {
  const connection = await openConnection(target, "sillage rights", { vhost }).catch((error) =>
    connectionProblem(error, vhost),
  );
  if (connection instanceof SillageError) {
    const refused = connection.details?.refused;
    if (refused === "vhost" || refused === "login") return [refused];
    throw connection;
  }
  connection.on("error", () => {});
  try {
    const queue = `sillage.check.${randomUUID()}`;
    const declared = await allowed(connection, (channel) =>
      channel.assertQueue(queue, { exclusive: true, autoDelete: true, durable: false }),
    );
    if (declared !== true) return ["configure"];
    const bound = await allowed(connection, (channel) => channel.bindQueue(queue, readable, queue));
    if (bound === true) return [];
    return [bound.includes("exchange") ? "read" : "write"];
  } finally {
    await connection.close().catch(() => {});
  }
}

/** True, or the broker's words when it refuses access. */
async function allowed(
  connection: ChannelModel,
  action: (channel: Awaited<ReturnType<ChannelModel["createChannel"]>>) => Promise<unknown>,
): Promise<true | string> {
  const channel = await connection.createChannel();
  channel.on("error", () => {});
  try {
    await action(channel);
  } catch (error) {
    const { code, message } = error as { code?: unknown; message: string };
    if (code === 403) return message.slice(message.indexOf("access to "));
    throw error;
  }
  await channel.close().catch(() => {});
  return true;
}
