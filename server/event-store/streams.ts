import type { ClientBase } from "pg";
import { SillageError } from "@/server/errors";
import { plainArray, textArray } from "./array-literal";
import type { Placement } from "./message-row";
import type { ArrivalRecord } from "./record";

interface Growth {
  vhost: string;
  streamId: string;
  type: string;
  id: string;
  at: number;
  members: number[];
}

/**
 * Gives each event of a batch its place in its stream: dense, in order of arrival.
 * Heads are locked in id order, so that two writers cannot wait for each other. A stream that only our own commands
 * may extend does not grow: the arrival stays a message, with its anomaly.
 */
export async function advanceStreams(
  client: ClientBase,
  records: readonly ArrivalRecord[],
  placements: Placement[],
): Promise<void> {
  const growing = new Map<string, Growth>();
  for (let i = 0; i < records.length; i++) {
    const { reading } = placements[i]!;
    if (reading !== "event" && reading !== "clash") continue;
    const { streamId, vhost, envelope, receivedAt } = records[i]!;
    if (streamId === null || !envelope) continue;
    const key = `${vhost}\0${streamId}`;
    const growth = growing.get(key);
    if (growth) growth.members.push(i);
    else {
      growing.set(key, {
        vhost,
        streamId,
        type: envelope.aggregateType!,
        id: envelope.aggregateId!,
        at: receivedAt,
        members: [i],
      });
    }
  }
  if (growing.size === 0) return;

  const rows = [...growing.values()];
  const result = await client.query<{ vhost: string; stream_id: string; version: string }>({
    name: "streams-advance",
    text: `INSERT INTO streams AS s (vhost, stream_id, aggregate_type, aggregate_id, version, first_at, last_at)
           SELECT v, s, t, i, n, to_timestamp(a / 1000.0), to_timestamp(a / 1000.0)
           FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::float8[]) AS new (v, s, t, i, n, a)
           ORDER BY v COLLATE "C", s COLLATE "C"
           ON CONFLICT (vhost, stream_id) DO UPDATE
             SET version = s.version + excluded.version, last_at = greatest(s.last_at, excluded.last_at)
             WHERE NOT s.owned
           RETURNING vhost, stream_id, version`,
    values: [
      textArray(rows.map((row) => row.vhost)),
      textArray(rows.map((row) => row.streamId)),
      textArray(rows.map((row) => row.type)),
      textArray(rows.map((row) => row.id)),
      plainArray(rows.map((row) => row.members.length)),
      plainArray(rows.map((row) => row.at)),
    ],
  });
  for (const row of result.rows) {
    const key = `${row.vhost}\0${row.stream_id}`;
    const { members } = growing.get(key)!;
    growing.delete(key);
    const before = Number(row.version) - members.length;
    for (let n = 0; n < members.length; n++) placements[members[n]!]!.streamSeq = before + n + 1;
  }
  for (const { members } of growing.values()) {
    for (const member of members) {
      const placement = placements[member]!;
      placement.reading = "intrusion";
      placement.anomalies = [...placement.anomalies, "stream is owned"];
    }
  }
}

/** The end of a stream of our own: whose it is, the version that it must have, and the one that it gets. */
interface OwnGrowth {
  vhost: string;
  streamId: string;
  aggregateType: string;
  aggregateId: string;
  expectedVersion: number;
  version: number;
  at: Date;
}

/**
 * Extends a stream that only our own commands may extend. Its head stays locked until the transaction ends.
 * @throws SillageError CONFLICT with `expectedVersion` and `actualVersion` when it has another version
 */
export async function extendOwnStream(client: ClientBase, growth: OwnGrowth): Promise<void> {
  const { vhost, streamId, expectedVersion, version, at } = growth;
  const { rowCount } =
    expectedVersion === 0
      ? await client.query({
          name: "streams-own-begin",
          text: `INSERT INTO streams (vhost, stream_id, aggregate_type, aggregate_id, version, owned, first_at, last_at)
                 VALUES ($1, $2, $3, $4, $5, true, $6, $6) ON CONFLICT (vhost, stream_id) DO NOTHING`,
          values: [vhost, streamId, growth.aggregateType, growth.aggregateId, version, at],
        })
      : await client.query({
          name: "streams-own-extend",
          text: `UPDATE streams SET version = $3, last_at = greatest(last_at, $5)
                 WHERE vhost = $1 AND stream_id = $2 AND owned AND version = $4`,
          values: [vhost, streamId, version, expectedVersion, at],
        });
  if (rowCount === 1) return;
  const { rows } = await client.query<{ version: number; owned: boolean }>(
    "SELECT version::float8 AS version, owned FROM streams WHERE vhost = $1 AND stream_id = $2",
    [vhost, streamId],
  );
  const actualVersion = rows[0]?.version ?? 0;
  throw new SillageError(
    "CONFLICT",
    rows[0]?.owned === false
      ? `The stream ${streamId} is not ours: somebody else's messages made it.`
      : `The stream ${streamId} has version ${actualVersion}, not ${expectedVersion}: it was changed meanwhile.`,
    { details: { streamId, expectedVersion, actualVersion } },
  );
}
