import { spawn } from "node:child_process";
import type { ConsumeMessage } from "amqplib";
import { openControlGroup } from "@/server/background/control-group";
import { openConnection } from "@/server/broker/connection";
import { auditQueueArguments, DEFAULT_LIMITS } from "@/server/broker/plumbing";
import { inheritedEnv } from "@/server/env";
import { inRepo } from "@/server/launch/repo";
import { stopProgram } from "./programs";

const QUEUE = "bench.confirms.second";
/** As often as the ingest acks while messages come thick. */
const ACK_EVERY_MS = 75;

export interface SecondQueueOptions {
  brokerUrl: string;
  exchange: string;
}

/**
 * What a second durable queue costs a publisher at the least: one declared like ours, and in a process of its own, which
 * gives way like our worker, a consumer that looks at nothing and stores nothing. @returns what ends both
 */
export async function startSecondQueue(options: SecondQueueOptions): Promise<() => Promise<void>> {
  const connection = await openConnection({ url: options.brokerUrl }, "bench second queue");
  const channel = await connection.createChannel();
  await channel.assertQueue(QUEUE, { durable: true, arguments: auditQueueArguments(DEFAULT_LIMITS) });
  await channel.bindQueue(QUEUE, options.exchange, "#");
  const args = [inRepo("dist", "bench.mjs"), "second-queue-part", JSON.stringify(options)];
  const reader = spawn(process.execPath, args, {
    env: inheritedEnv(),
    // A session of its own, as that of the worker: Linux shares the processor between sessions.
    detached: true,
    stdio: ["ignore", "ignore", "inherit"],
  });
  while ((await channel.checkQueue(QUEUE)).consumerCount === 0) {
    if (reader.exitCode !== null) throw new Error("the consumer of the second queue ended");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return async () => {
    await stopProgram(reader);
    await channel.deleteQueue(QUEUE);
    await connection.close();
  };
}

/** Reads and acks until it is told to end. */
export async function secondQueuePart({ brokerUrl }: SecondQueueOptions): Promise<null> {
  const group = openControlGroup("sillage-bench-second-queue");
  group?.add(process.pid);
  group?.take("idle");
  const connection = await openConnection({ url: brokerUrl }, "bench second queue's consumer");
  const channel = await connection.createChannel();
  await channel.prefetch(10_000);
  let last: ConsumeMessage | null = null;
  await channel.consume(QUEUE, (message) => {
    last = message;
  });
  const acking = setInterval(() => {
    if (last) channel.ack(last, true);
    last = null;
  }, ACK_EVERY_MS);
  await new Promise((resolve) => process.once("SIGTERM", resolve));
  clearInterval(acking);
  await connection.close();
  group?.leave((pid) => pid === process.pid);
  return null;
}
