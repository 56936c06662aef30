import type { ConfirmChannel } from "amqplib";
import { openConnection } from "@/server/broker/connection";

export interface OfferedLoad {
  brokerUrl: string;
  exchange: string;
  perSecond: number;
  seconds: number;
  /** The first seconds of the load, that are not counted: processes that have just started are still compiling. */
  warmUpSeconds?: number;
  next: () => { routingKey: string; body: Buffer };
  /** Called for each message when it is sent. */
  onSent?: (body: Buffer, at: number) => void;
}

const TICK_MS = 5;

/**
 * Publishes at a steady rate, whatever the broker does (an open loop: a slow confirm does not slow the next publish).
 * @returns milliseconds from publish to confirm, of each message that counts
 */
export async function offerLoad(load: OfferedLoad): Promise<number[]> {
  const connection = await openConnection({ url: load.brokerUrl }, "bench offered load");
  const channel = await connection.createConfirmChannel();
  const confirms: number[] = [];
  const uncounted = load.perSecond * (load.warmUpSeconds ?? 0);
  const total = uncounted + load.perSecond * load.seconds;
  const started = performance.now();
  for (let sent = 0; sent < total; ) {
    const due = Math.min(total, Math.floor(((performance.now() - started) / 1000) * load.perSecond));
    for (; sent < due; sent++) publishOne(channel, load, sent < uncounted ? null : confirms);
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
  await channel.waitForConfirms();
  await connection.close();
  return confirms;
}

function publishOne(channel: ConfirmChannel, load: OfferedLoad, confirms: number[] | null): void {
  const { routingKey, body } = load.next();
  const at = performance.now();
  load.onSent?.(body, at);
  channel.publish(
    load.exchange,
    routingKey,
    body,
    { persistent: true, contentType: "application/json" },
    () => {
      confirms?.push(performance.now() - at);
    },
  );
}
