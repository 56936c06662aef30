import type { ClientBase } from "pg";
import { insertBatch, inTransaction, type LeaseProof } from "./append-batch";
import type { ArrivalRecord } from "./record";

/** Why a message could not be stored. */
export interface StoreFailure {
  /** In words, for a person. */
  reason: string;
  /** SQLSTATE or error name. */
  code: string;
}

/**
 * Puts one message aside, whole, in place of storing it. Committed when it returns: it may be acked like a stored one.
 * Names from the wire are kept as bytes here: a text that PostgreSQL refuses may be the very reason.
 */
export async function quarantine(
  client: ClientBase,
  record: ArrivalRecord,
  failure: StoreFailure,
  options: { firstRecord: number; lease: LeaseProof | null },
): Promise<number> {
  return inTransaction(client, async () => {
    await client.query(
      `WITH aside AS (
         INSERT INTO quarantined_messages
           (received_at, vhost, exchange, routing_key, redelivered, raw_properties, body_codec, body_size, body, reason, error_code)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         RETURNING id, reason, error_code
       )
       INSERT INTO quarantine_attempts (quarantined_id, at, reason, error_code) SELECT id, now(), reason, error_code FROM aside`,
      [
        new Date(record.receivedAt),
        record.vhost,
        Buffer.from(record.exchange),
        Buffer.from(record.routingKey),
        record.redelivered,
        Buffer.from(record.rawProperties),
        record.body?.codec ?? 0,
        record.bodySize,
        record.body ? Buffer.from(record.body.bytes) : null,
        failure.reason,
        failure.code,
      ],
    );
    return insertBatch(client, {
      records: [record],
      stored: 0,
      firstRecord: options.firstRecord,
      leaves: Buffer.alloc(0),
      lease: options.lease,
    });
  });
}
