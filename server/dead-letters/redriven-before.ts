import { createHash } from "node:crypto";
import type { ClientBase } from "pg";
import { plainArray, textArray } from "@/server/event-store/array-literal";
import type { DeadLetterEntry } from "./prepare-dead-letter";

/** The dead letter that a redrive sent, and that has come back. */
export interface Redriven {
  redriveId: string;
  ordinal: number;
  kind: "redrive" | "release";
  deadLetterId: number;
  /** Redrives that ended in another death, up to that dead letter. */
  tries: number;
  /** It is still, or again, in the queue that it was released into. */
  backInQueue: boolean;
}

/**
 * Finds for dead letters that say that they were redriven what they were before. A claim counts only where that redrive
 * has a message of that number with the same event id or the same body. Locks those messages, in their order.
 */
export async function redrivenBefore(
  client: ClientBase,
  entries: readonly DeadLetterEntry[],
): Promise<Map<DeadLetterEntry, Redriven>> {
  const claims = entries.filter((entry) => entry.redrive !== null);
  if (claims.length === 0) return new Map();
  const { rows } = await client.query<{
    place: number;
    redrive_id: string;
    ordinal: number;
    kind: "redrive" | "release";
    dead_letter_id: string;
    tries: number;
    back_in_queue: boolean;
  }>({
    name: "dead-letters-redriven",
    text: `SELECT c.place, m.redrive_id, m.ordinal, r.kind, m.dead_letter_id, d.tries,
                  r.kind = 'release' AND d.state IN ('held', 'released') AND d.vhost = c.vhost AND d.queue = c.queue AS back_in_queue
           FROM unnest($1::int[], $2::uuid[], $3::int[], $4::text[], $5::smallint[], $6::bytea[], $7::text[], $8::text[])
             AS c (place, redrive_id, ordinal, event_id, codec, sha256, vhost, queue)
           JOIN redrive_messages AS m ON m.redrive_id = c.redrive_id AND m.ordinal = c.ordinal
           JOIN redrives AS r ON r.id = m.redrive_id
           JOIN dead_letters AS d ON d.id = m.dead_letter_id
           LEFT JOIN dead_letter_versions AS v ON v.dead_letter_id = d.id AND v.version = m.version
           WHERE d.event_id = c.event_id
              OR (coalesce(v.body_codec, d.body_codec) = c.codec AND sha256(coalesce(v.body, d.body)) = c.sha256)
           ORDER BY m.redrive_id, m.ordinal FOR NO KEY UPDATE OF m`,
    values: [
      plainArray(claims.map((_, place) => place)),
      plainArray(claims.map(({ redrive }) => redrive!.redriveId)),
      plainArray(claims.map(({ redrive }) => redrive!.ordinal)),
      textArray(claims.map(({ eventId }) => eventId)),
      plainArray(claims.map(({ body }) => body?.codec ?? "NULL")),
      claims.map(({ body }) => body && createHash("sha256").update(body.bytes).digest()),
      textArray(claims.map(({ vhost }) => vhost)),
      textArray(claims.map(({ queue }) => queue)),
    ],
  });
  return new Map(
    rows.map((row) => [
      claims[row.place]!,
      {
        redriveId: row.redrive_id,
        ordinal: row.ordinal,
        kind: row.kind,
        deadLetterId: Number(row.dead_letter_id),
        tries: row.tries,
        backInQueue: row.back_in_queue,
      },
    ]),
  );
}

/** Notes on messages of redrives that they came back dead, each the first time. */
export async function noteDeadAgain(
  client: ClientBase,
  deaths: readonly { redriven: Redriven; deadLetterId: number }[],
): Promise<void> {
  if (deaths.length === 0) return;
  await client.query({
    name: "dead-letters-dead-again",
    text: `UPDATE redrive_messages AS m
           SET aftermath = 'dead_again', aftermath_at = clock_timestamp(), aftermath_ref = n.id
           FROM unnest($1::uuid[], $2::int[], $3::bigint[]) AS n (redrive_id, ordinal, id)
           WHERE m.redrive_id = n.redrive_id AND m.ordinal = n.ordinal AND m.aftermath IS DISTINCT FROM 'dead_again'`,
    values: [
      plainArray(deaths.map(({ redriven }) => redriven.redriveId)),
      plainArray(deaths.map(({ redriven }) => redriven.ordinal)),
      plainArray(deaths.map(({ deadLetterId }) => deadLetterId)),
    ],
  });
}
