import type { Pool } from "pg";
import type { BrokerTarget } from "@/server/broker/connection";
import { BatchWriter } from "@/server/event-store/append-batch";
import { createDigester, incrementalContentDigest } from "@/server/event-store/digests";
import { RecordIds } from "@/server/event-store/record-ids";
import type { Logger } from "@/server/logger";
import type { QueueStatus } from "@/server/processes/process-status";
import { AuditConsumer, type AuditConsumerOptions } from "./audit-consumer";
import { prepareRecord, type ReadingContext } from "./prepare-record";

export interface IngestOptions {
  target: BrokerTarget;
  vhosts: readonly string[];
  queue: string;
  /** Name of this process, unique among workers. */
  holder: string;
  pool: Pool;
  /** The store's key for digests. */
  secret: Uint8Array;
  logger: Logger;
  brokerStartedAt: () => Promise<Date | null>;
  isDeadLetterExchange: ReadingContext["isDeadLetterExchange"];
  mappingFor: ReadingContext["mappingFor"];
  onStored: NonNullable<AuditConsumerOptions["onStored"]>;
}

export interface Ingest {
  status(): QueueStatus[];
  stop(): Promise<void>;
}

/** Starts one consumer for each virtual host. */
export function startIngest(options: IngestOptions): Ingest {
  const { secret } = options;
  const context: ReadingContext = { ...options, digester: createDigester(secret) };
  const ids = new RecordIds();
  const consumers = options.vhosts.map(
    (vhost) =>
      new AuditConsumer({
        ...options,
        vhost,
        ids,
        writer: new BatchWriter(),
        prepare: (delivery) => prepareRecord(delivery, context),
        bodyDigest: () => incrementalContentDigest(secret),
      }),
  );
  for (const consumer of consumers) consumer.start();
  return {
    status: () => consumers.map((consumer) => consumer.status()),
    stop: async () => {
      await Promise.all(consumers.map((consumer) => consumer.stop()));
    },
  };
}
