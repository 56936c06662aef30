import type { ConsumeMessage } from "amqplib";
import type { Pool } from "pg";
import { openConnection, vhostOf } from "@/server/broker/connection";
import { CopyBuffer } from "@/server/event-store/binary-copy";
import { copyIn } from "@/server/event-store/copy-in";
import { MESSAGE_COLUMNS } from "@/server/event-store/message-row";
import { logHead } from "@/server/event-store/sequencer";
import { SequencerLoop } from "@/server/event-store/sequencer-loop";
import { digestKey } from "@/server/event-store/store-keys";
import { startIngest } from "@/server/ingest/start-ingest";
import { createLogger } from "@/server/logger";

export interface VariantOptions {
  brokerUrl: string;
  queue: string;
  messages: number;
  pool: Pool;
}

export interface VariantResult {
  seconds: number;
  /** From the delivery of a message to its ack, in milliseconds, sampled. */
  latenciesMs: number[];
}

/** Only amqplib: consume, count, one multiple-ack for each 500. The ceiling of every consumer in Node. */
export async function bareConsumer({ brokerUrl, queue, messages }: VariantOptions): Promise<VariantResult> {
  const connection = await openConnection({ url: brokerUrl }, "bench bare consumer");
  const channel = await connection.createChannel();
  await channel.prefetch(2_000);
  let count = 0;
  let started = 0;
  const seconds = await new Promise<number>((resolve) => {
    channel.consume(queue, (message) => {
      if (count === 0) started = performance.now();
      count++;
      if (count % 500 === 0 || count === messages) channel.ack(message!, true);
      if (count === messages) resolve((performance.now() - started) / 1000);
    });
  });
  await connection.close();
  return { seconds, latenciesMs: [] };
}

const COPY = `COPY messages (${MESSAGE_COLUMNS.join(", ")}) FROM STDIN (FORMAT binary)`;

/** The least that stores the same rows under the same indexes: consume, JSON.parse, binary COPY, COMMIT, ack. No identity, no order, no hashes. */
export async function bareCopy({ brokerUrl, queue, messages, pool }: VariantOptions): Promise<VariantResult> {
  const connection = await openConnection({ url: brokerUrl }, "bench bare copy");
  const channel = await connection.createChannel();
  const size = 2_000;
  await channel.prefetch(3 * size);
  const client = await pool.connect();
  const out = new CopyBuffer();
  const { rows } = await client.query<{ block: string }>("SELECT nextval('record_id_blocks') AS block");
  let id = Number(rows[0]!.block) * 65_536 * 100;
  const waiting: { message: ConsumeMessage; event: SeedEvent; at: number }[] = [];
  let wake: (() => void) | null = null;
  let started = 0;
  await channel.consume(queue, (message) => {
    if (started === 0) started = performance.now();
    waiting.push({ message: message!, event: JSON.parse(message!.content.toString()), at: Date.now() });
    if (waiting.length >= size) wake?.();
  });
  const latenciesMs: number[] = [];
  for (let done = 0; done < messages; ) {
    const count = Math.min(size, messages - done);
    while (waiting.length < count) {
      await new Promise<void>((resolve) => {
        wake = resolve;
        setTimeout(resolve, 20);
      });
    }
    const batch = waiting.splice(0, count);
    out.reset();
    for (const { message, event, at } of batch) writeRow(out, message, event, id++, at);
    await client.query("BEGIN");
    await copyIn(client, COPY, out.finish());
    await client.query("COMMIT");
    channel.ack(batch.at(-1)!.message, true);
    done += count;
    latenciesMs.push(Date.now() - batch[0]!.at);
  }
  const seconds = (performance.now() - started) / 1000;
  client.release();
  await connection.close();
  return { seconds, latenciesMs };
}

interface SeedEvent {
  eventId: string;
  eventType: string;
  aggregateId: string;
  aggregateType: string;
  eventData: { userId: string };
  metadata: {
    timestamp: string;
    version: number;
    correlationId: string;
    causationId?: string;
    userId: string;
  };
}

const DIGEST = Buffer.alloc(16);
const PROPERTIES = Buffer.from("b000106170706c69636174696f6e2f6a736f6e0000000002", "hex");

function writeRow(out: CopyBuffer, message: ConsumeMessage, event: SeedEvent, id: number, at: number): void {
  out.beginRow(MESSAGE_COLUMNS.length);
  out.int64(id);
  out.timestamp(at);
  out.text("/");
  out.text(message.fields.exchange);
  out.text(message.fields.routingKey);
  out.text("published");
  out.bool(message.fields.redelivered);
  out.bytes(PROPERTIES);
  out.int16(0);
  out.int32(message.content.length);
  out.bytes(message.content);
  out.null(); // headers
  out.bytes(DIGEST);
  out.text("event");
  for (let nulls = 0; nulls < 4; nulls++) out.null(); // reason, first id and time, anomalies
  out.text("sillage");
  out.text(event.eventId);
  out.text(event.eventType);
  out.text("event");
  out.null(); // producer
  out.text(`${event.aggregateType}-${event.aggregateId}`);
  out.int64(event.metadata.version);
  out.text(event.aggregateType);
  out.text(event.aggregateId);
  out.int64(event.metadata.version);
  out.null(); // schema version
  out.timestamp(Date.parse(event.metadata.timestamp));
  out.text(event.metadata.correlationId);
  out.text(event.metadata.causationId ?? null);
  out.null(); // trace
  out.null(); // span
  out.text(event.metadata.userId);
  out.textArray([`User-${event.eventData.userId}`]);
  out.null(); // inferred
}

/** Sillage's own ingest as the worker runs it, sequencer included: done when every record has its position. */
export async function sillageIngest({
  brokerUrl,
  queue,
  messages,
  pool,
}: VariantOptions): Promise<VariantResult> {
  const head = await logHead(pool);
  const sequencer = new SequencerLoop(pool);
  sequencer.start();
  const latenciesMs: number[] = [];
  let stored = 0;
  let started = 0;
  let finished = () => {};
  const all = new Promise<void>((resolve) => {
    finished = resolve;
  });
  const ingest = startIngest({
    target: { url: brokerUrl },
    vhosts: [vhostOf(brokerUrl)],
    queue,
    holder: "bench",
    pool,
    secret: await digestKey(pool),
    logger: createLogger({ service: "bench", level: "error" }),
    brokerStartedAt: async () => new Date(0),
    isDeadLetterExchange: () => false,
    mappingFor: () => undefined,
    onStored: (parts) => {
      sequencer.poke();
      for (const part of parts) {
        started ||= part.records[0]!.receivedAt;
        stored += part.records.length;
        latenciesMs.push(Date.now() - part.records[0]!.receivedAt);
      }
      if (stored >= messages) finished();
    },
  });
  await all;
  const storedAll = stored;
  while ((await logHead(pool)) < head + storedAll) await new Promise((resolve) => setTimeout(resolve, 5));
  const seconds = (Date.now() - started) / 1000;
  await ingest.stop();
  await sequencer.stop();
  return { seconds: (seconds * messages) / storedAll, latenciesMs };
}
