import type { Metrics } from "@/server/metrics/registry";
import type { QueueStatus } from "@/server/processes/process-status";
import type { StoredPart } from "./store-batch";

/** Counts a committed batch. */
export function measureStored(metrics: Metrics, parts: readonly StoredPart[], ms: number): void {
  const now = Date.now();
  let size = 0;
  for (const { records, appended, failure } of parts) {
    size += records.length;
    for (let i = 0; i < records.length; i++) {
      const record = records[i]!;
      const status = failure
        ? "quarantined"
        : appended?.placements[i]?.reading === "duplicate"
          ? "duplicate"
          : "stored";
      metrics.observeEvent(
        record.envelope?.eventType ?? null,
        status,
        Math.max(0, now - record.receivedAt) / 1000,
      );
    }
    const vhost = records[0]!.vhost;
    if (failure) metrics.ingest.quarantined.inc({ vhost }, records.length);
    else metrics.ingest.messages.inc({ vhost }, records.length);
  }
  metrics.ingest.batchSize.observe(size);
  metrics.ingest.batchSeconds.observe(ms / 1000);
}

/** Sets the gauges to what the consumers say now. */
export function measureIngest(metrics: Metrics, queues: readonly QueueStatus[]): void {
  for (const { vhost, ready, inHand, lagSeconds } of queues) {
    metrics.ingest.lagMessages.set({ vhost }, (ready ?? 0) + inHand);
    metrics.ingest.lagSeconds.set({ vhost }, lagSeconds);
  }
}
