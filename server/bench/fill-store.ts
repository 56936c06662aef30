import type { Pool } from "pg";
import type { Delivery } from "@/server/broker/delivery";
import { BatchWriter } from "@/server/event-store/append-batch";
import { createDigester } from "@/server/event-store/digests";
import { ensurePartitions } from "@/server/event-store/partitions";
import { RecordIds } from "@/server/event-store/record-ids";
import { digestKey } from "@/server/event-store/store-keys";
import { prepareRecord } from "@/server/ingest/prepare-record";
import { progress } from "./figures";
import { SeedEvents } from "./seed-events";

const BATCH = 2_000;
/** Exchanges that the messages come from, so that filters and charts have something to tell apart. */
const EXCHANGES = [
  "complaints.events",
  "orders.events",
  "payments.events",
  "shipping.events",
  "audit.events",
];
/** Raw properties with a content type and delivery mode 2, as amqplib sends them. */
const PROPERTIES = Buffer.from("b000106170706c69636174696f6e2f6a736f6e0000000002", "hex");

/**
 * Puts messages into the store through the ingest's own code, evenly over the time before now, as if they had come
 * then: what the pages are measured on.
 * @param hours how far back the first one lies
 */
export async function fillStore(pool: Pool, messages: number, hours: number, vhost = "/"): Promise<void> {
  const until = Date.now();
  const from = until - hours * 3_600_000;
  await ensurePartitions(pool, new Date(from), new Date(until));
  const digester = createDigester(await digestKey(pool));
  const context = { digester, isDeadLetterExchange: () => false, mappingFor: () => undefined };
  const ids = new RecordIds();
  const writer = new BatchWriter();
  const events = new SeedEvents();
  const client = await pool.connect();
  try {
    for (let done = 0; done < messages; done += BATCH) {
      const count = Math.min(BATCH, messages - done);
      const records = Array.from({ length: count }, (_, place) => {
        const n = done + place;
        const at = Math.floor(from + ((until - from) * n) / messages);
        return prepareRecord(
          delivery(vhost, EXCHANGES[(n >> 2) % EXCHANGES.length]!, at, events.next()),
          context,
        );
      });
      const firstRecord = await ids.take(client, records.length);
      await writer.append(client, records, { firstRecord, lease: null });
      if (done % 200_000 === 0) progress(`${done} of ${messages} messages stored`);
    }
  } finally {
    client.release();
  }
  await pool.query("VACUUM (ANALYZE) messages");
}

function delivery(
  vhost: string,
  exchange: string,
  receivedAt: number,
  { routingKey, body }: { routingKey: string; body: Buffer },
): Delivery {
  return {
    tag: 0,
    receivedAt,
    vhost,
    exchange,
    routingKey,
    redelivered: false,
    persistent: true,
    properties: { contentType: "application/json" },
    headers: undefined,
    rawProperties: PROPERTIES,
    undecodable: null,
    body,
    oversize: null,
  };
}
