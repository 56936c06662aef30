import type { ClientBase } from "pg";
import { plainArray, textArray } from "@/server/event-store/array-literal";
import type { DeadLetterEntry } from "./prepare-dead-letter";

/** Dead letters that come into custody and have a row already, each with the id of that row. */
export type Takeovers = Map<DeadLetterEntry, number>;

/**
 * Finds for dead letters that come into custody the row that they have from being observed: the oldest one of the same
 * identity in the same queue, one for each. Locks those rows, in the order of their ids.
 */
export async function observedBefore(
  client: ClientBase,
  entries: readonly DeadLetterEntry[],
): Promise<Takeovers> {
  const held = entries.filter(({ state }) => state === "held");
  const found: Takeovers = new Map();
  if (held.length === 0) return found;
  const { rows } = await client.query<{ id: string; digest: string }>({
    name: "dead-letters-observed",
    // Virtual host and queue are part of the digest.
    text: `SELECT id, digest FROM dead_letters
           WHERE digest = ANY ($1::uuid[]) AND state IN ('observed', 'gone') ORDER BY id FOR NO KEY UPDATE`,
    values: [plainArray(held.map(({ digest }) => digest))],
  });
  const free = new Map<string, string[]>();
  for (const { id, digest } of rows) free.set(digest, [...(free.get(digest) ?? []), id]);
  for (const entry of held) {
    const id = free.get(entry.digest)?.shift();
    if (id !== undefined) found.set(entry, Number(id));
  }
  return found;
}

/** Puts content into rows that had none, or lost it to their queue: from now on it is in our custody. One statement. */
export async function takeOver(
  client: ClientBase,
  takeovers: Takeovers,
  custodyBatch: number | null,
): Promise<void> {
  if (takeovers.size === 0) return;
  const entries = [...takeovers.keys()];
  await client.query({
    name: "dead-letters-take-over",
    // What was released has its content still, as it was before we put it back; it may have been edited since.
    text: `WITH taken AS (
             UPDATE dead_letter_states SET state = 'held', state_at = clock_timestamp() WHERE id = ANY ($1::bigint[])
           )
           UPDATE dead_letter_contents AS d SET
             custody_batch = $2, digest = n.digest,
             raw_properties = coalesce(d.raw_properties, n.raw_properties),
             headers = CASE WHEN d.raw_properties IS NULL THEN n.headers ELSE d.headers END,
             body_codec = coalesce(d.body_codec, n.body_codec), body = coalesce(d.body, n.body)
           FROM unnest($1::bigint[], $3::uuid[], $4::bytea[], $5::jsonb[], $6::smallint[], $7::bytea[])
             AS n (id, digest, raw_properties, headers, body_codec, body)
           WHERE d.id = n.id`,
    values: [
      plainArray([...takeovers.values()]),
      custodyBatch,
      plainArray(entries.map(({ digest }) => digest)),
      entries.map(({ rawProperties }) => rawProperties),
      textArray(entries.map(({ headersJson }) => headersJson)),
      plainArray(entries.map(({ body }) => body?.codec ?? "NULL")),
      entries.map(({ body }) => (body ? Buffer.from(body.bytes) : null)),
    ],
  });
}
