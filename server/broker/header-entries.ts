import { type FieldEntry, FieldReader } from "./field-table";

/** An entry of a header table, and the bytes that it has in the content header. */
export interface RawEntry {
  entry: FieldEntry;
  bytes: Buffer;
}

const [CONTENT_TYPE, CONTENT_ENCODING, HEADERS] = [1 << 15, 1 << 14, 1 << 13];

/**
 * The entries of the header table of a content header (property flags and values), each with its bytes. None where the
 * message has no table.
 * @throws RangeError or TypeError where the table cannot be read whole
 */
export function headerEntries(raw: Buffer): RawEntry[] {
  const { start, end } = placeOfTable(raw);
  const table = raw.subarray(start + 4, end);
  const reader = new FieldReader(table);
  const entries: RawEntry[] = [];
  for (let at = 0; reader.left > 0; at = table.length - reader.left) {
    const entry = { name: reader.shortText(), value: reader.value(1) };
    entries.push({ entry, bytes: table.subarray(at, table.length - reader.left) });
  }
  return entries;
}

/** The same content header with another header table, made of these entries. Every other byte stays as it was. */
export function withHeaderEntries(raw: Buffer, entries: readonly Uint8Array[]): Buffer {
  const { start, end, present } = placeOfTable(raw);
  if (!present && entries.length === 0) return raw;
  const content = Buffer.concat(entries);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const changed = Buffer.concat([raw.subarray(0, start), length, content, raw.subarray(end)]);
  changed.writeUInt16BE(changed.readUInt16BE(0) | HEADERS);
  return changed;
}

/** Where the table stands, its length included; an empty place where there is none. */
function placeOfTable(raw: Buffer): { start: number; end: number; present: boolean } {
  const reader = new FieldReader(raw);
  const flags = reader.uint16();
  for (let more = flags & 1; more; more = reader.uint16() & 1);
  if (flags & CONTENT_TYPE) reader.shortText();
  if (flags & CONTENT_ENCODING) reader.shortText();
  const start = raw.length - reader.left;
  if ((flags & HEADERS) === 0) return { start, end: start, present: false };
  const end = start + 4 + raw.readUInt32BE(start);
  if (end > raw.length) throw new RangeError(`the header table ends ${end - raw.length} bytes too early`);
  return { start, end, present: true };
}
