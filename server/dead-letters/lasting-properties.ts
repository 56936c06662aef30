/**
 * The content header of a message without what a quorum queue adds to it when it delivers it once more, so that the
 * same message has the same bytes each time. Pure; the bytes are hostile: where they cannot be read they stay as they are.
 */

/** Written by quorum queues into the message at each delivery after the first. */
const ADDED_BY_QUEUE = ["x-delivery-count", "x-acquired-count"].map((name) => Buffer.from(name));

const CONTENT_TYPE = 1 << 15;
const CONTENT_ENCODING = 1 << 14;
const HEADERS = 1 << 13;

/** Property flags and values as they came, without such headers; without a header table when nothing else is in it. */
export function lastingProperties(raw: Uint8Array): Uint8Array {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.length);
  try {
    return withoutAdded(bytes) ?? raw;
  } catch {
    return raw;
  }
}

function withoutAdded(bytes: Buffer): Buffer | null {
  const flags = bytes.readUInt16BE(0);
  if ((flags & HEADERS) === 0) return null;
  let at = 2;
  // Further flag words have no meaning in AMQP 0-9-1 and stay in their place.
  for (let more = flags & 1; more; at += 2) more = bytes.readUInt16BE(at) & 1;
  for (const text of [CONTENT_TYPE, CONTENT_ENCODING]) if (flags & text) at += 1 + bytes.readUInt8(at);
  const start = at + 4;
  const end = start + bytes.readUInt32BE(at);
  if (end > bytes.length) return null;
  const kept: Buffer[] = [];
  for (let entry = start; entry < end; ) {
    const name = bytes.subarray(entry + 1, entry + 1 + bytes.readUInt8(entry));
    const next = afterValue(bytes, entry + 1 + name.length);
    if (!ADDED_BY_QUEUE.some((added) => added.equals(name))) kept.push(bytes.subarray(entry, next));
    entry = next;
  }
  const table = Buffer.concat(kept);
  const head = Buffer.from(bytes.subarray(0, start));
  if (table.length === 0) {
    head.writeUInt16BE(flags & ~HEADERS, 0);
    return Buffer.concat([head.subarray(0, at), bytes.subarray(end)]);
  }
  head.writeUInt32BE(table.length, at);
  return Buffer.concat([head, table, bytes.subarray(end)]);
}

/** Bytes of a value after its tag; those that are not here begin with their length in four bytes. */
const SIZES: Record<string, number> = {
  t: 1,
  b: 1,
  B: 1,
  s: 2,
  u: 2,
  I: 4,
  i: 4,
  f: 4,
  l: 8,
  L: 8,
  d: 8,
  T: 8,
  D: 5,
  V: 0,
};
const WITH_LENGTH = "SxAF";

/** Where the value whose tag stands at `at` ends. @throws TypeError or RangeError on what is no AMQP */
function afterValue(bytes: Buffer, at: number): number {
  const tag = String.fromCharCode(bytes.readUInt8(at));
  const size = SIZES[tag] ?? (WITH_LENGTH.includes(tag) ? 4 + bytes.readUInt32BE(at + 1) : null);
  if (size === null) throw new TypeError(`unknown field type ${tag.charCodeAt(0)}`);
  const end = at + 1 + size;
  if (end > bytes.length) throw new RangeError("ends too early");
  return end;
}
