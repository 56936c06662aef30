import type { Pool } from "pg";
import type { HeaderTable } from "@/server/broker/encode-properties";
import type { OutboxMessage, PublishProperties } from "@/server/event-store/outbox-message";
import { openBody } from "@/server/event-store/seal";

/** A message in the hands of one relay. */
export interface ClaimedMessage extends OutboxMessage {
  id: string;
  /** Attempts that failed before this one. */
  attempts: number;
}

/**
 * Takes the heads of lanes that are due: the oldest message of each lane, and of a lane only that one, so that no later
 * message can pass it. What somebody else has in hand is passed over, until that one's time is up.
 * @param claim who takes them: a UUID of this turn
 */
export async function claimHeads(
  pool: Pool,
  { vhost, claim, limit, leaseMs }: { vhost: string; claim: string; limit: number; leaseMs: number },
): Promise<ClaimedMessage[]> {
  const { rows } = await pool.query<{
    id: string;
    lane: string;
    exchange: string;
    routing_key: string;
    properties: PublishProperties;
    headers: HeaderTable;
    body_codec: number;
    body: Buffer;
    attempts: number;
  }>({
    name: "outbox-claim",
    text: `WITH heads AS (
             SELECT o.id FROM outbox AS o
             WHERE o.vhost = $1 AND o.next_attempt_at <= now() AND (o.claimed_until IS NULL OR o.claimed_until < now())
               AND NOT EXISTS (SELECT 1 FROM outbox AS before WHERE before.lane = o.lane AND before.id < o.id)
             ORDER BY o.id LIMIT $3 FOR UPDATE SKIP LOCKED)
           UPDATE outbox AS o SET claim = $2, claimed_until = now() + $4 * interval '1 millisecond'
           FROM heads WHERE o.id = heads.id
           RETURNING o.id, o.lane, o.exchange, o.routing_key, o.properties, o.headers, o.body_codec, o.body, o.attempts`,
    values: [vhost, claim, limit, leaseMs],
  });
  return rows.map((row) => ({
    id: row.id,
    lane: row.lane,
    vhost,
    exchange: row.exchange,
    routingKey: row.routing_key,
    properties: row.properties,
    headers: row.headers,
    body: openBody(row.body_codec, row.body),
    attempts: row.attempts,
  }));
}

/** Removes what the broker has confirmed, where it is still in this relay's hands. */
export async function settlePublished(pool: Pool, claim: string, ids: readonly string[]): Promise<void> {
  await pool.query("DELETE FROM outbox WHERE claim = $1 AND id = ANY ($2::bigint[])", [claim, ids]);
}

/** Puts back what was not published, to be tried again after `waitMs`, with the reason. */
export async function putBack(
  pool: Pool,
  claim: string,
  failed: readonly { id: string; reason: string; waitMs: number }[],
): Promise<void> {
  await pool.query(
    `UPDATE outbox AS o
     SET claim = NULL, claimed_until = NULL, attempts = o.attempts + 1, last_error = f.reason,
         next_attempt_at = now() + f.wait * interval '1 millisecond'
     FROM unnest($2::bigint[], $3::text[], $4::float8[]) AS f (id, reason, wait)
     WHERE o.id = f.id AND o.claim = $1`,
    [claim, failed.map((it) => it.id), failed.map((it) => it.reason), failed.map((it) => it.waitMs)],
  );
}

/** What waits in the outbox. */
export interface OutboxWaiting {
  waiting: number;
  /** Age of the oldest message in seconds; 0 when there is none. */
  oldestSeconds: number;
  /** The messages that failed most often, at most five. */
  failing: { exchange: string; routingKey: string; attempts: number; reason: string }[];
}

export async function readWaiting(pool: Pool, vhost: string): Promise<OutboxWaiting> {
  const { rows } = await pool.query<OutboxWaiting>(
    `SELECT count(*)::float8 AS waiting,
            coalesce(greatest(0, extract(epoch FROM now() - min(created_at))), 0)::float8 AS "oldestSeconds",
            coalesce((SELECT json_agg(f) FROM (
              SELECT exchange, routing_key AS "routingKey", attempts, last_error AS reason FROM outbox
              WHERE vhost = $1 AND attempts > 0 ORDER BY attempts DESC, id LIMIT 5) AS f), '[]') AS failing
     FROM outbox WHERE vhost = $1`,
    [vhost],
  );
  return rows[0]!;
}
