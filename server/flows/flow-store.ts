import type { ClientBase } from "pg";
import { plainArray, textArray } from "@/server/event-store/array-literal";
import { digestOf } from "@/server/sagas/digest";
import type { Change, Edge } from "./contributions";

/** Adds changes to the counted edges of a generation. An edge that nobody goes any more is gone. */
export async function storeChanges(
  client: ClientBase,
  generation: number,
  changes: readonly Change[],
): Promise<void> {
  if (changes.length === 0) return;
  const ids = await edgeIds(client, new Set(changes.map(({ edge }) => edge)));
  await client.query(
    `INSERT INTO flow_edges AS f (generation, level, slot, edge, bucket, count, inferred, dead)
     SELECT $1, level, to_timestamp(slot), edge, bucket, count, inferred, dead
     FROM unnest($2::smallint[], $3::float8[], $4::int[], $5::smallint[], $6::bigint[], $7::bigint[], $8::bigint[])
       AS n (level, slot, edge, bucket, count, inferred, dead)
     ORDER BY level, slot, edge, bucket
     ON CONFLICT (generation, level, slot, edge, bucket) DO UPDATE
       SET count = f.count + excluded.count, inferred = f.inferred + excluded.inferred, dead = f.dead + excluded.dead`,
    [generation, ...columnsOf(changes, ids)],
  );
  const fewer = changes.filter(({ count }) => count < 0);
  if (fewer.length === 0) return;
  await client.query(
    `DELETE FROM flow_edges AS f
     USING unnest($2::smallint[], $3::float8[], $4::int[], $5::smallint[]) AS n (level, slot, edge, bucket)
     WHERE f.generation = $1 AND f.level = n.level AND f.slot = to_timestamp(n.slot) AND f.edge = n.edge
       AND f.bucket = n.bucket AND f.count = 0`,
    [generation, ...columnsOf(fewer, ids).slice(0, 4)],
  );
}

function columnsOf(changes: readonly Change[], ids: ReadonlyMap<Edge, number>): string[] {
  return [
    plainArray(changes.map(({ level }) => level)),
    plainArray(changes.map(({ slot }) => slot / 1_000_000)),
    plainArray(changes.map(({ edge }) => ids.get(edge)!)),
    plainArray(changes.map(({ bucket }) => bucket)),
    plainArray(changes.map(({ count }) => count)),
    plainArray(changes.map(({ inferred }) => inferred)),
    plainArray(changes.map(({ dead }) => dead)),
  ];
}

/** The numbers of edges, given to those that have none yet. */
async function edgeIds(client: ClientBase, edges: ReadonlySet<Edge>): Promise<Map<Edge, number>> {
  // The same edge may be told more than once, by several objects.
  const digests = new Map([...edges].map((edge) => [edge, digestOfEdge(edge)]));
  const byDigest = new Map([...digests].map(([edge, digest]) => [digest, edge]));
  const found = await selectIds(client, [...byDigest.keys()]);
  const missing = [...byDigest].filter(([digest]) => !found.has(digest)).sort(([a], [b]) => (a < b ? -1 : 1));
  if (missing.length > 0) {
    // Two generations may be written at once: in order, so that neither waits for the other for ever.
    await client.query(
      `INSERT INTO flow_edge_names (digest, vhost, saga_type, before_exchange, before_type, exchange, event_type)
       SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
       ON CONFLICT (digest) DO NOTHING`,
      [
        plainArray(missing.map(([digest]) => digest)),
        textArray(missing.map(([, edge]) => edge.vhost)),
        textArray(missing.map(([, edge]) => edge.sagaType)),
        textArray(missing.map(([, edge]) => edge.beforeExchange)),
        textArray(missing.map(([, edge]) => edge.beforeType)),
        textArray(missing.map(([, edge]) => edge.exchange)),
        textArray(missing.map(([, edge]) => edge.type)),
      ],
    );
    for (const [digest, id] of await selectIds(
      client,
      missing.map(([digest]) => digest),
    ))
      found.set(digest, id);
  }
  return new Map([...digests].map(([edge, digest]) => [edge, found.get(digest)!]));
}

async function selectIds(client: ClientBase, digests: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await client.query<{ id: number; digest: string }>(
    "SELECT id, digest FROM flow_edge_names WHERE digest = ANY ($1::uuid[])",
    [plainArray(digests)],
  );
  return new Map(rows.map(({ id, digest }) => [digest, id]));
}

const digestOfEdge = ({ vhost, sagaType, beforeExchange, beforeType, exchange, type }: Edge): string =>
  digestOf(["edge", vhost, sagaType, beforeExchange, beforeType, exchange, type]);
