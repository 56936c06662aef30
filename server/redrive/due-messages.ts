import type { Pool } from "pg";
import { z } from "zod";
import { CopiedRows } from "@/server/event-store/copied-rows";
import { copyOut } from "@/server/event-store/copy-out";
import { openBody } from "@/server/event-store/seal";

/** A message that is to be sent, with its content. */
export interface DueMessage {
  ordinal: number;
  /** Earlier sends that were found not to have arrived. */
  sends: number;
  target: string | null;
  version: number;
  /** False: it was given up or redriven by other ways since the plan was made. */
  sendable: boolean;
  queue: string;
  failedQueue: string | null;
  originExchange: string | null;
  originKey: string | null;
  routingKey: Buffer;
  rawProperties: Buffer | null;
  body: Buffer | null;
}

/** Bytes of bodies that are read at once; one message may be larger. */
const BYTES_AT_ONCE = 16 * 1024 ** 2;

/** The next messages that are not sent, in their order. */
export async function readDue(
  pool: Pool,
  redriveId: string,
  { after, through, limit }: { after: number; through: number; limit: number },
): Promise<DueMessage[]> {
  const id = z.uuid().parse(redriveId);
  const [low, high, most] = [after, through, limit].map((number) => z.int().parse(number));
  const client = await pool.connect();
  try {
    // The messages first, and as many as are wanted; each is then looked up by itself (OFFSET 0 keeps it so): left to
    // itself the planner goes through all dead letters that there are for every part.
    return dueOf(
      await copyOut(
        client,
        `COPY (
           SELECT ordinal, sends, target, version, sendable, queue, failed_queue, origin_exchange, origin_key, routing_key,
                  raw_properties, codec, body
           FROM (
             SELECT m.*, (s.state = 'held' OR (s.state = 'redriven' AND (SELECT again FROM redrives WHERE id = '${id}'))) AS sendable,
                    d.queue, d.failed_queue, d.origin_exchange, d.origin_key, coalesce(v.routing_key, d.routing_key) AS routing_key,
                    coalesce(v.raw_properties, d.raw_properties) AS raw_properties,
                    coalesce(v.body_codec, d.body_codec) AS codec, coalesce(v.body, d.body) AS body,
                    sum(d.body_size) OVER (ORDER BY m.ordinal ROWS UNBOUNDED PRECEDING) - d.body_size AS before
             FROM (
               SELECT ordinal, sends, target, version, dead_letter_id FROM redrive_messages
               WHERE redrive_id = '${id}' AND ordinal > ${low} AND ordinal <= ${high} AND outcome = 'pending'
               ORDER BY ordinal LIMIT ${most}
             ) AS m
             CROSS JOIN LATERAL (SELECT state FROM dead_letter_states WHERE id = m.dead_letter_id OFFSET 0) AS s
             CROSS JOIN LATERAL (
               SELECT queue, failed_queue, origin_exchange, origin_key, routing_key, raw_properties, body_codec, body, body_size
               FROM dead_letter_contents WHERE id = m.dead_letter_id OFFSET 0) AS d
             LEFT JOIN LATERAL (
               SELECT routing_key, raw_properties, body_codec, body FROM dead_letter_versions
               WHERE m.version > 0 AND dead_letter_id = m.dead_letter_id AND version = m.version OFFSET 0) AS v ON true
           ) AS due WHERE before < ${BYTES_AT_ONCE} ORDER BY ordinal
         ) TO STDOUT (FORMAT binary)`,
      ),
    );
  } finally {
    client.release();
  }
}

/** Reads the columns of the statement above, in their order. */
function dueOf(bytes: Buffer): DueMessage[] {
  const rows = new CopiedRows(bytes);
  const due: DueMessage[] = [];
  while (rows.next()) {
    const message = {
      ordinal: rows.int32()!,
      sends: rows.int32()!,
      target: rows.text(),
      version: rows.int32()!,
      sendable: rows.bool()!,
      queue: rows.text()!,
      failedQueue: rows.text(),
      originExchange: rows.text(),
      originKey: rows.text(),
      routingKey: rows.bytes()!,
      rawProperties: rows.bytes(),
    };
    const codec = rows.int16();
    const body = rows.bytes();
    due.push({ ...message, body: codec === null || body === null ? null : openBody(codec, body) });
  }
  return due;
}
