import type { ClientBase } from "pg";
import { plainArray } from "./array-literal";
import type { Placement } from "./message-row";
import type { ArrivalRecord, ReadingOutcome } from "./record";

interface FirstArrival {
  id: number;
  receivedAt: number;
  content: string;
}

/**
 * Decides for each record whether it is the first arrival of its event, and claims the identity of those that are.
 * Keys are claimed in key order, so that two writers cannot wait for each other.
 */
export async function claimEventKeys(
  client: ClientBase,
  records: readonly ArrivalRecord[],
  firstRecord: number,
): Promise<Placement[]> {
  const placements: Placement[] = new Array(records.length);
  const firsts = new Map<string, FirstArrival>();
  const keys: string[] = new Array(records.length);
  for (let i = 0; i < records.length; i++) {
    const record = records[i]!;
    placements[i] = {
      id: firstRecord + i,
      reading: withoutKey(record),
      first: null,
      streamSeq: null,
      anomalies: record.anomalies,
    };
    if (!record.eventKey) continue;
    const key = record.eventKey.toString("hex");
    keys[i] = key;
    if (!firsts.has(key)) {
      firsts.set(key, {
        id: firstRecord + i,
        receivedAt: record.receivedAt,
        content: record.contentDigest.toString("hex"),
      });
    }
  }
  if (firsts.size === 0) return placements;

  for (const [key, first] of await claim(client, firsts)) firsts.set(key, first);
  for (let i = 0; i < records.length; i++) {
    const key = keys[i];
    if (key === undefined) continue;
    const first = firsts.get(key)!;
    const placement = placements[i]!;
    if (first.id === placement.id) {
      placement.reading = "event";
      continue;
    }
    placement.first = { id: first.id, receivedAt: first.receivedAt };
    if (first.content === records[i]!.contentDigest.toString("hex")) {
      placement.reading = "duplicate";
    } else {
      placement.reading = "clash";
      placement.anomalies = [...placement.anomalies, "event id clash"];
    }
  }
  return placements;
}

function withoutKey(record: ArrivalRecord): ReadingOutcome {
  if (!record.envelope) return "unreadable";
  return record.arrival === "published" ? "event" : "repeat";
}

/** Inserts the keys that are new; returns the first arrivals of those that are not. */
async function claim(
  client: ClientBase,
  firsts: Map<string, FirstArrival>,
): Promise<Map<string, FirstArrival>> {
  const keys = [...firsts.keys()];
  const values = [...firsts.values()];
  const inserted = await client.query({
    name: "event-keys-claim",
    text: `INSERT INTO event_keys (key, content_digest, record_id, received_at)
           SELECT k, c, r, to_timestamp(t / 1000.0)
           FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::float8[]) AS new (k, c, r, t)
           ORDER BY k
           ON CONFLICT (key) DO NOTHING`,
    values: [
      plainArray(keys),
      plainArray(values.map((first) => first.content)),
      plainArray(values.map((first) => first.id)),
      plainArray(values.map((first) => first.receivedAt)),
    ],
  });
  const known = new Map<string, FirstArrival>();
  if (inserted.rowCount === keys.length) return known;
  const { rows } = await client.query<{ key: string; content: string; id: string; at: number }>({
    name: "event-keys-known",
    text: `SELECT key, content_digest AS content, record_id AS id, round(extract(epoch FROM received_at) * 1000)::float8 AS at
           FROM event_keys WHERE key = ANY ($1::uuid[])`,
    values: [plainArray(keys)],
  });
  for (const row of rows) {
    known.set(row.key.replaceAll("-", ""), {
      id: Number(row.id),
      receivedAt: row.at,
      content: row.content.replaceAll("-", ""),
    });
  }
  return known;
}
