import type { Pool } from "pg";
import type { Delivery } from "@/server/broker/delivery";
import { BatchWriter } from "@/server/event-store/append-batch";
import { createDigester } from "@/server/event-store/digests";
import { advanceHistory, beginHistory, completeHistory } from "@/server/event-store/history-loads";
import { ensurePartitions } from "@/server/event-store/partitions";
import { RecordIds } from "@/server/event-store/record-ids";
import { digestKey } from "@/server/event-store/store-keys";
import { prepareRecord, type ReadingContext } from "@/server/ingest/prepare-record";
import { isDlx } from "./dead-letter-queue";
import { HISTORY_MS, history } from "./history";

const BATCH = 1_000;

export interface HistoryOptions {
  pool: Pool;
  vhost: string;
  now: Date;
  /** Stops between two batches: the next call goes on from there. */
  signal?: AbortSignal;
}

/**
 * Stores the 24 hours before the first start, through the ingest, once for each virtual host. A load that was
 * interrupted goes on where it was: the history is the same each time, and each batch commits how far it came.
 * @returns messages stored by this call
 */
export async function loadHistory({ pool, vhost, now, signal }: HistoryOptions): Promise<number> {
  const load = await beginHistory(pool, vhost, now);
  if (load.complete) return 0;
  await ensurePartitions(pool, new Date(load.until - HISTORY_MS), new Date(load.until));
  const digester = createDigester(await digestKey(pool));
  const context: ReadingContext = {
    digester,
    isDeadLetterExchange: (_vhost, exchange) => isDlx(exchange),
    mappingFor: () => undefined,
  };
  const ids = new RecordIds();
  const writer = new BatchWriter();
  const client = await pool.connect();
  let { loaded } = load;
  try {
    for (const deliveries of batches(history(load.until, vhost), loaded)) {
      if (signal?.aborted) return loaded - load.loaded;
      const records = deliveries.map((delivery) => prepareRecord(delivery, context));
      const step = { from: loaded, to: loaded + records.length };
      const firstRecord = await ids.take(client, records.length);
      await writer.append(client, records, {
        firstRecord,
        lease: null,
        also: (inside) => advanceHistory(inside, vhost, step),
      });
      loaded = step.to;
    }
  } finally {
    client.release();
  }
  await completeHistory(pool, vhost);
  return loaded - load.loaded;
}

/** Groups of up to a thousand, after the first `skip`. */
function* batches(deliveries: Iterable<Delivery>, skip: number): Generator<Delivery[]> {
  let group: Delivery[] = [];
  let seen = 0;
  for (const delivery of deliveries) {
    if (seen++ < skip) continue;
    group.push(delivery);
    if (group.length < BATCH) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}
