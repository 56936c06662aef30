import { sql } from "@/server/event-store/sql";
import type { DeadLetterItem } from "./dead-letter-schemas";

/** What a list shows of a dead letter: not its content. */

/** Select list for `dead_letters AS d`, with the claim on it (`CLAIMS`). */
export const ITEM_COLUMNS = sql`
  d.id::text, d.group_id::text AS "groupId", d.vhost, d.queue, d.state, d.state_at AS "stateAt", d.seen_at AS "seenAt",
  d.died_at AS "diedAt", d.reason, d.failed_queue AS "failedQueue", d.origin_exchange AS "originExchange",
  d.origin_key AS "originKey", d.exchange, d.routing_key AS "routingKey", d.deaths, d.error_class AS "errorClass",
  d.error_type AS "errorType", d.error_message AS "errorMessage", d.event_type AS "eventType", d.producer,
  d.stream_id AS "streamId", d.event_id AS "eventId", d.correlation_id AS "correlationId", d.body_size AS "bodySize",
  d.version, d.tries, d.previous_id::text AS "previousId", d.discarded_reason AS "discardedReason",
  d.discarded_by AS "discardedBy", c.redrive_id AS "claimedBy", r.status AS "claimStatus", r.created_by AS "claimant"`;

/** The redrive that has a message in hand: at most one, by a unique index. */
export const CLAIMS = sql`
  LEFT JOIN redrive_messages AS c ON c.dead_letter_id = d.id AND c.active
  LEFT JOIN redrives AS r ON r.id = c.redrive_id`;

type Moments = "stateAt" | "seenAt" | "diedAt";

/** A row as `ITEM_COLUMNS` reads it. */
export interface ItemRow extends Omit<DeadLetterItem, Moments | "routingKey" | "claim" | "masked"> {
  stateAt: Date;
  seenAt: Date;
  diedAt: Date;
  routingKey: Buffer;
  claimedBy: string | null;
  claimStatus: string | null;
  claimant: string | null;
}

/** As it leaves the server, unmasked. */
export function toItem({ claimedBy, claimStatus, claimant, ...row }: ItemRow): DeadLetterItem {
  return {
    ...row,
    stateAt: row.stateAt.toISOString(),
    seenAt: row.seenAt.toISOString(),
    diedAt: row.diedAt.toISOString(),
    routingKey: row.routingKey.toString(),
    claim:
      claimedBy === null ? null : { redriveId: claimedBy, status: claimStatus ?? "", by: claimant ?? "" },
  };
}

/** Where a dead letter belongs, for scopes and masks: where it was published before its death, if that is known. */
export const placeOf = (letter: Pick<DeadLetterItem, "vhost" | "exchange" | "originExchange">) => ({
  vhost: letter.vhost,
  exchange: letter.originExchange ?? letter.exchange,
});
