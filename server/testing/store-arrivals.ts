import { createPool } from "@/server/db";
import { BatchWriter } from "@/server/event-store/append-batch";
import type { ArrivalRecord } from "@/server/event-store/record";
import { RecordIds } from "@/server/event-store/record-ids";
import { sequence } from "@/server/event-store/sequencer";

/** Stores arrivals as the ingest does, `batch` at a time, and gives them their places in the log. */
export async function storeArrivals(
  databaseUrl: string,
  records: readonly ArrivalRecord[],
  batch = 1_000,
): Promise<void> {
  const pool = createPool(databaseUrl, "test", 2);
  const client = await pool.connect();
  try {
    const ids = new RecordIds();
    const writer = new BatchWriter();
    for (let at = 0; at < records.length; at += batch) {
      const part = records.slice(at, at + batch);
      await writer.append(client, part, { firstRecord: await ids.take(client, part.length), lease: null });
      await sequence(pool);
    }
  } finally {
    client.release();
    await pool.end();
  }
}
