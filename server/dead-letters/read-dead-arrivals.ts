import type { ClientBase } from "pg";
import type { Delivery } from "@/server/broker/delivery";
import { storedDelivery } from "@/server/broker/stored-delivery";
import { openBody } from "@/server/event-store/seal";

/** An arrival that may be a dead letter on its way, and its place in the global log. */
export interface DeadArrival {
  position: number;
  record: { id: number; receivedAt: Date };
  delivery: Delivery;
}

interface Row {
  position: string;
  id: string;
  received_at: Date;
  vhost: string;
  exchange: string;
  routing_key: string;
  redelivered: boolean;
  raw_properties: Buffer;
  body_codec: number;
  body_size: number;
  body: Buffer | null;
  content_digest: string;
}

/**
 * `OFFSET 0` keeps the planner from taking the join apart: dead letters are so rare that it would look for them in all that is
 * stored, several times a second, rather than among the records of the few batches that are asked for.
 */
export const DEAD_ARRIVALS = `
  SELECT m.position, m.id, m.received_at, m.vhost, m.exchange, m.routing_key,
         m.redelivered, m.raw_properties, m.body_codec, m.body_size, m.body, m.content_digest
  FROM (
    SELECT position, first_record, count, received_from, received_to FROM batches
    WHERE position >= coalesce((SELECT max(position) FROM batches WHERE position <= $1), 0) AND position < $2
  ) AS b
  CROSS JOIN LATERAL (
    SELECT b.position + (r.id - b.first_record) AS position, r.*
    FROM messages AS r
    WHERE r.received_at BETWEEN b.received_from AND b.received_to
      AND r.id >= b.first_record AND r.id < b.first_record + b.count
      AND (r.arrival = 'dead_lettered' OR (r.arrival IN ('published', 'retried', 'echo')
        AND (r.vhost, r.exchange) IN (SELECT v, x FROM unnest($4::text[], $5::text[]) AS f (v, x))))
    OFFSET 0
  ) AS m
  WHERE m.position >= $1 AND m.position < $2
  ORDER BY 1 LIMIT $3`;

/**
 * Reads from the global log what the broker dead-lettered, and what came through exchanges for nothing else, in order.
 * @param from position, inclusive @param to position, exclusive
 * @param feeders exchanges for dead letters alone, each with its virtual host
 */
export async function readDeadArrivals(
  client: ClientBase,
  { from, to, limit }: { from: number; to: number; limit: number },
  feeders: readonly { vhost: string; exchange: string }[],
): Promise<DeadArrival[]> {
  const { rows } = await client.query<Row>({
    name: "dead-arrivals",
    text: DEAD_ARRIVALS,
    values: [from, to, limit, feeders.map(({ vhost }) => vhost), feeders.map(({ exchange }) => exchange)],
  });
  return rows.map((row) => ({
    position: Number(row.position),
    record: { id: Number(row.id), receivedAt: row.received_at },
    delivery: storedDelivery({
      receivedAt: row.received_at.getTime(),
      vhost: row.vhost,
      exchange: row.exchange,
      routingKey: row.routing_key,
      redelivered: row.redelivered,
      rawProperties: row.raw_properties,
      body: row.body === null ? Buffer.alloc(0) : openBody(row.body_codec, row.body),
      oversize:
        row.body === null
          ? {
              bytes: row.body_size,
              digest: Buffer.from(row.content_digest.replaceAll("-", ""), "hex").toString("latin1"),
            }
          : null,
    }),
  }));
}
