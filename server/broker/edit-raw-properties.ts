/**
 * Changes a content header without decoding what is not changed: property flags and values (AMQP 0-9-1, 2.3.5.2).
 * Integer widths, doubles, text that is no UTF-8, names that come twice: all else stays byte for byte. Pure.
 */

/** A header of the table of a message: its name (bytes as latin-1 text) and all of its bytes. */
export interface HeaderSlice {
  name: string;
  /** The name with its length, the tag and the value. */
  bytes: Buffer;
}

/** The tag and the value of a header. */
export const headerValue = ({ bytes }: HeaderSlice): Buffer => bytes.subarray(1 + bytes[0]!);

/** A content header in pieces. */
export interface PropertySlices {
  flags: Buffer;
  /** Values by the bit of their flag, without the headers; lengths included. */
  values: Map<number, Buffer>;
  /** Null where the message has no table. */
  headers: HeaderSlice[] | null;
}

export const BIT = { headers: 13, expiration: 8, userId: 4 } as const;

/** From bit 15 down: how a value is told from the next one. */
const SHAPES = [
  "short",
  "short",
  "table",
  1,
  1,
  "short",
  "short",
  "short",
  "short",
  8,
  "short",
  "short",
  "short",
  "short",
] as const;
const FIRST_BIT = 15;

/** Takes a content header to pieces, which share its memory. @throws RangeError or TypeError where it cannot be read */
export function sliceProperties(raw: Buffer): PropertySlices {
  let at = 0;
  let word: number;
  do {
    word = need(raw, at, 2).readUInt16BE(at);
    at += 2;
  } while (word & 1);
  const flags = raw.subarray(0, at);
  const bits = raw.readUInt16BE(0);
  const values = new Map<number, Buffer>();
  let headers: HeaderSlice[] | null = null;
  for (let bit = FIRST_BIT; bit > FIRST_BIT - SHAPES.length; bit--) {
    const shape = SHAPES[FIRST_BIT - bit]!;
    if ((bits & (1 << bit)) === 0) continue;
    const size =
      typeof shape === "number"
        ? shape
        : shape === "short"
          ? 1 + need(raw, at, 1).readUInt8(at)
          : 4 + need(raw, at, 4).readUInt32BE(at);
    need(raw, at, size);
    if (bit === BIT.headers) headers = sliceTable(raw.subarray(at + 4, at + size));
    else values.set(bit, raw.subarray(at, at + size));
    at += size;
  }
  if (at !== raw.length) throw new RangeError(`${raw.length - at} bytes follow the last property`);
  return { flags, values, headers };
}

/** Puts pieces together again. A value or table that is not there has no flag either. */
export function joinProperties({ flags, values, headers }: PropertySlices): Buffer {
  let bits = flags.readUInt16BE(0) & 3;
  const parts: Buffer[] = [];
  for (let bit = FIRST_BIT; bit > FIRST_BIT - SHAPES.length; bit--) {
    if (bit === BIT.headers) {
      if (headers === null) continue;
      const length = Buffer.allocUnsafe(4);
      length.writeUInt32BE(headers.reduce((sum, { bytes }) => sum + bytes.length, 0));
      parts.push(length);
      for (const { bytes } of headers) parts.push(bytes);
    } else {
      const value = values.get(bit);
      if (value === undefined) continue;
      parts.push(value);
    }
    bits |= 1 << bit;
  }
  const head = Buffer.from(flags);
  head.writeUInt16BE(bits);
  return Buffer.concat([head, ...parts]);
}

/** A header as it goes into a table. `name`: at most 255 bytes. */
export function headerSlice(name: string, value: Buffer): HeaderSlice {
  const text = Buffer.from(name);
  return { name: text.toString("latin1"), bytes: Buffer.concat([Buffer.from([text.length]), text, value]) };
}

/** Text as a value of a table, tag included. */
export function textValue(text: string | Buffer): Buffer {
  const bytes = typeof text === "string" ? Buffer.from(text) : text;
  const value = Buffer.allocUnsafe(5 + bytes.length);
  value.write("S", 0, "latin1");
  value.writeUInt32BE(bytes.length, 1);
  bytes.copy(value, 5);
  return value;
}

/** A 32-bit integer as a value of a table, tag included. */
export function int32Value(number: number): Buffer {
  const value = Buffer.allocUnsafe(5);
  value.write("I", 0, "latin1");
  value.writeInt32BE(number, 1);
  return value;
}

/** Text of at most 255 bytes as a property has it, its length before it. */
export function shortText(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

function sliceTable(table: Buffer): HeaderSlice[] {
  const headers: HeaderSlice[] = [];
  for (let at = 0; at < table.length; ) {
    const length = table.readUInt8(at);
    const start = at + 1 + length;
    const end = start + valueSize(table, start);
    need(table, at, end - at);
    headers.push({ name: table.toString("latin1", at + 1, start), bytes: table.subarray(at, end) });
    at = end;
  }
  return headers;
}

/** Bytes of a value by its tag, which is included; of a long one its length follows. */
const SIZES = new Uint8Array(256);
const LONG = 255;
for (const [tags, size] of [
  ["V", 1],
  ["tbB", 2],
  ["su", 3],
  ["Iif", 5],
  ["D", 6],
  ["lLdT", 9],
  ["SxAF", LONG],
] as const) {
  for (const tag of tags) SIZES[tag.charCodeAt(0)] = size;
}

/** Bytes of the value at a place, tag included. */
function valueSize(table: Buffer, at: number): number {
  const tag = need(table, at, 1)[at]!;
  const size = SIZES[tag]!;
  if (size === 0) throw new TypeError(`unknown field type 0x${tag.toString(16).padStart(2, "0")}`);
  return size === LONG ? 5 + need(table, at, 5).readUInt32BE(at + 1) : size;
}

function need(bytes: Buffer, at: number, size: number): Buffer {
  if (at + size > bytes.length) throw new RangeError(`ends ${at + size - bytes.length} bytes too early`);
  return bytes;
}
