import type { ClientBase } from "pg";
import type { Scope } from "@/server/access/scope";
import { scopeConditions } from "@/server/event-store/scope-conditions";
import { openBody } from "@/server/event-store/seal";
import { allOf, type SqlFragment, sql } from "@/server/event-store/sql";
import type { Content } from "./content";
import type { PatchRefusal } from "./patch-refusal";
import type { DeadLetterState } from "./words";

/** A dead letter with the version of its content that counts. */
export interface EditableLetter {
  id: string;
  vhost: string;
  /** The dead-letter queue. */
  queue: string;
  /** The dead-letter exchange, and the key as it lay in the queue. */
  exchange: string;
  deadKey: Buffer;
  /** Where it was published before its death, if that is known. */
  originExchange: string | null;
  state: DeadLetterState;
  eventType: string | null;
  version: number;
  /** The redrive that has it in hand. */
  claimedBy: string | null;
  /** Null where its content is not in our custody, or was too large to be kept. */
  content: Content | null;
}

interface Row extends Omit<EditableLetter, "content"> {
  routingKey: Buffer;
  rawProperties: Buffer | null;
  codec: number | null;
  body: Buffer | null;
}

/** Why a dead letter cannot be edited as it stands; null where it can. */
export function editRefusal({ state, claimedBy, content }: EditableLetter): PatchRefusal | null {
  if ((state !== "held" && state !== "redriven") || content === null) return "not_held";
  return claimedBy === null ? null : "claimed";
}

/**
 * Takes the rows of dead letters of a scope, in the order of their ids, for the rest of the transaction: nobody edits or
 * discards them meanwhile. A plan that is about to claim one refers to it and waits, or has claimed it and this waits: what
 * is read after this sees every claim.
 */
export async function lockLetters(
  transaction: ClientBase,
  which: SqlFragment,
  scope: Scope,
  limit: number,
): Promise<void> {
  await transaction.query(
    sql`SELECT FROM dead_letters AS d WHERE ${allOf([which, ...scopeConditions(scope, "d")])}
        ORDER BY d.id LIMIT ${limit} FOR UPDATE`.toQuery(),
  );
}

/**
 * Reads dead letters of a scope, in the order of their ids. The key is the one that it was published with before it died:
 * that is what a redrive sends, and what an edit changes.
 */
export async function readEditable(
  client: Pick<ClientBase, "query">,
  which: SqlFragment,
  scope: Scope,
  limit: number,
): Promise<EditableLetter[]> {
  const { rows } = await client.query<Row>(
    sql`SELECT d.id::text, d.vhost, d.queue, d.exchange, d.routing_key AS "deadKey", d.origin_exchange AS "originExchange",
               d.state, d.event_type AS "eventType", d.version,
               (SELECT c.redrive_id FROM redrive_messages AS c WHERE c.dead_letter_id = d.id AND c.active) AS "claimedBy",
               coalesce(v.routing_key, convert_to(d.origin_key, 'UTF8'), d.routing_key) AS "routingKey",
               coalesce(v.raw_properties, d.raw_properties) AS "rawProperties",
               coalesce(v.body_codec, d.body_codec) AS codec, coalesce(v.body, d.body) AS body
        FROM dead_letters AS d
        LEFT JOIN dead_letter_versions AS v ON v.dead_letter_id = d.id AND v.version = d.version
        WHERE ${allOf([which, ...scopeConditions(scope, "d")])}
        ORDER BY d.id LIMIT ${limit}`.toQuery(),
  );
  return rows.map(({ routingKey, rawProperties, codec, body, ...row }) => ({
    ...row,
    content:
      rawProperties && codec !== null && body
        ? { routingKey, rawProperties, body: openBody(codec, body) }
        : null,
  }));
}
