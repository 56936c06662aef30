import type { ClientBase } from "pg";
import { plainArray } from "./array-literal";
import type { CopyBuffer } from "./binary-copy";
import { copyIn } from "./copy-in";
import type { Bytes } from "./digests";
import type { Placement } from "./message-row";
import type { ArrivalRecord, ReadingOutcome } from "./record";

interface FirstArrival {
  id: number;
  receivedAt: number;
  content: Bytes;
  /** Sillage itself appended it: what comes back from the wire under this key is its echo. */
  owned: boolean;
}

/**
 * Decides for each record whether it is the first arrival of its event, and claims the identity of those that are.
 * Keys are claimed in key order, so that two writers cannot wait for each other.
 * @param out scratch memory of the writer
 */
export async function claimEventKeys(
  client: ClientBase,
  out: CopyBuffer,
  records: readonly ArrivalRecord[],
  firstRecord: number,
): Promise<Placement[]> {
  const placements: Placement[] = new Array(records.length);
  const firsts = new Map<Bytes, FirstArrival>();
  const keys: (Bytes | undefined)[] = new Array(records.length);
  for (let i = 0; i < records.length; i++) {
    const record = records[i]!;
    placements[i] = {
      id: firstRecord + i,
      arrival: record.arrival,
      reading: withoutKey(record),
      first: null,
      streamSeq: null,
      anomalies: record.anomalies,
    };
    if (!record.eventKey) continue;
    const key = record.eventKey;
    keys[i] = key;
    if (!firsts.has(key)) {
      firsts.set(key, {
        id: firstRecord + i,
        receivedAt: record.receivedAt,
        content: record.contentDigest,
        owned: false,
      });
    }
  }
  if (firsts.size === 0) return placements;

  for (const [key, first] of await claim(client, out, firsts)) firsts.set(key, first);
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
    if (first.content === records[i]!.contentDigest) {
      placement.reading = "duplicate";
      if (first.owned && placement.arrival === "published") placement.arrival = "echo";
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

const COPY_KEYS = "COPY event_keys (key, content_digest, record_id, received_at) FROM STDIN (FORMAT binary)";

/**
 * Inserts the keys that are new; returns the first arrivals of those that are not.
 * Nearly always all of them are new, so they are copied in on trust, at half the price of ON CONFLICT; when one was
 * there, the copy is rolled back and done the careful way.
 */
async function claim(
  client: ClientBase,
  out: CopyBuffer,
  firsts: Map<Bytes, FirstArrival>,
): Promise<Map<Bytes, FirstArrival>> {
  const keys = [...firsts.keys()].sort();
  out.reset();
  for (const key of keys) {
    const first = firsts.get(key)!;
    out.beginRow(4);
    out.latin1(key);
    out.latin1(first.content);
    out.int64(first.id);
    out.timestamp(first.receivedAt);
  }
  await client.query("SAVEPOINT keys");
  try {
    await copyIn(client, COPY_KEYS, out.finish());
    return new Map();
  } catch (error) {
    if ((error as { code?: string }).code !== UNIQUE_VIOLATION) throw error;
  }
  await client.query("ROLLBACK TO SAVEPOINT keys");
  await insertCarefully(client, keys, firsts);
  return knownKeys(client, keys);
}

const UNIQUE_VIOLATION = "23505";

async function insertCarefully(
  client: ClientBase,
  keys: readonly Bytes[],
  firsts: Map<Bytes, FirstArrival>,
): Promise<void> {
  const values = keys.map((key) => firsts.get(key)!);
  await client.query({
    name: "event-keys-claim",
    text: `INSERT INTO event_keys (key, content_digest, record_id, received_at)
           SELECT k, c, r, to_timestamp(t / 1000.0)
           FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::float8[]) AS new (k, c, r, t)
           ORDER BY k
           ON CONFLICT (key) DO NOTHING`,
    values: [
      plainArray(keys.map(toHex)),
      plainArray(values.map((first) => toHex(first.content))),
      plainArray(values.map((first) => first.id)),
      plainArray(values.map((first) => first.receivedAt)),
    ],
  });
}

async function knownKeys(client: ClientBase, keys: readonly Bytes[]): Promise<Map<Bytes, FirstArrival>> {
  const known = new Map<Bytes, FirstArrival>();
  const { rows } = await client.query<{
    key: string;
    content: string;
    id: string;
    at: number;
    owned: boolean;
  }>({
    name: "event-keys-known",
    text: `SELECT key, content_digest AS content, record_id AS id, round(extract(epoch FROM received_at) * 1000)::float8 AS at, owned
           FROM event_keys WHERE key = ANY ($1::uuid[])`,
    values: [plainArray(keys.map(toHex))],
  });
  for (const row of rows) {
    known.set(fromUuid(row.key), {
      id: Number(row.id),
      receivedAt: row.at,
      content: fromUuid(row.content),
      owned: row.owned,
    });
  }
  return known;
}

/**
 * Claims the identities of events that Sillage appends itself. Returns false when one of them is taken: nothing of this
 * store may then follow in the transaction.
 */
export async function claimOwnKeys(
  client: ClientBase,
  records: readonly { id: number; key: Bytes; content: Bytes; receivedAt: number }[],
): Promise<boolean> {
  const { rowCount } = await client.query({
    name: "event-keys-own",
    text: `INSERT INTO event_keys (key, content_digest, record_id, received_at, owned)
           SELECT k, c, r, to_timestamp(t / 1000.0), true
           FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::float8[]) AS new (k, c, r, t)
           ORDER BY k
           ON CONFLICT (key) DO NOTHING`,
    values: [
      plainArray(records.map((record) => toHex(record.key))),
      plainArray(records.map((record) => toHex(record.content))),
      plainArray(records.map((record) => record.id)),
      plainArray(records.map((record) => record.receivedAt)),
    ],
  });
  return rowCount === records.length;
}

const toHex = (bytes: Bytes): string => Buffer.from(bytes, "latin1").toString("hex");
const fromUuid = (uuid: string): Bytes => Buffer.from(uuid.replaceAll("-", ""), "hex").toString("latin1");
