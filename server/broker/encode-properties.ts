/** A header's value; `{ "!": type, value }` says the type on the wire where a plain value would be ambiguous. */
export type HeaderValue =
  | string
  | number
  | boolean
  | HeaderValue[]
  | { "!": "long" | "timestamp"; value: number }
  | { [name: string]: HeaderValue };
export type HeaderTable = { [name: string]: HeaderValue };

/** The properties that can be written. */
export interface WrittenProperties {
  contentType?: string;
  contentEncoding?: string;
  /** 2: survives its broker; 1: does not; nothing: not said. */
  deliveryMode?: number;
  correlationId?: string;
  replyTo?: string;
  messageId?: string;
  /** Unix time in seconds. */
  timestamp?: number;
  type?: string;
  appId?: string;
}

/**
 * Writes a content header as amqplib puts it on the wire: property flags and values of AMQP 0-9-1 (2.3.5.2), the header
 * table always included, so that what is stored before it is published has the same bytes as when it comes back.
 */
export function encodeProperties(properties: WrittenProperties, headers: HeaderTable): Buffer {
  let flags = 0;
  const values: Buffer[] = [];
  for (const [bit, name, encode] of FIELDS) {
    const value = name === "headers" ? headers : properties[name];
    if (value === undefined) continue;
    flags |= 1 << bit;
    values.push(encode(value as never));
  }
  const head = Buffer.alloc(2);
  head.writeUInt16BE(flags);
  return Buffer.concat([head, ...values]);
}

const shortText = (text: string) => withLength(1, Buffer.from(text));
const octet = (value: number) => Buffer.from([value]);

/** In the order of the wire, with the bits of their flags. */
const FIELDS: readonly [number, keyof WrittenProperties | "headers", (value: never) => Buffer][] = [
  [15, "contentType", shortText],
  [14, "contentEncoding", shortText],
  [13, "headers", table],
  [12, "deliveryMode", octet],
  [10, "correlationId", shortText],
  [9, "replyTo", shortText],
  [7, "messageId", shortText],
  [6, "timestamp", int64],
  [5, "type", shortText],
  [3, "appId", shortText],
];

function table(entries: HeaderTable): Buffer {
  const parts = Object.entries(entries).flatMap(([name, value]) => [shortText(name), field(value)]);
  return withLength(4, Buffer.concat(parts));
}

/** A value with the tag of its type: integers take the narrowest type that holds them, as amqplib has it. */
function field(value: HeaderValue): Buffer {
  if (typeof value === "string") return tagged("S", withLength(4, Buffer.from(value)));
  if (typeof value === "boolean") return tagged("t", octet(value ? 1 : 0));
  if (typeof value === "number") return number(value);
  if (Array.isArray(value)) return tagged("A", withLength(4, Buffer.concat(value.map(field))));
  if (value["!"] === "long") return tagged("l", int64(value.value as number));
  if (value["!"] === "timestamp") return tagged("T", int64(value.value as number));
  return tagged("F", table(value as HeaderTable));
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  if (!Number.isInteger(value)) {
    bytes.writeDoubleBE(value);
    return tagged("d", bytes);
  }
  for (const [tag, size] of [
    ["b", 1],
    ["s", 2],
    ["I", 4],
  ] as const) {
    const limit = 2 ** (8 * size - 1);
    if (value < -limit || value >= limit) continue;
    bytes.writeIntBE(value, 0, size);
    return tagged(tag, bytes.subarray(0, size));
  }
  return tagged("l", int64(value));
}

function int64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(value));
  return bytes;
}

function tagged(tag: string, value: Buffer): Buffer {
  return Buffer.concat([Buffer.from(tag), value]);
}

function withLength(size: 1 | 4, content: Buffer): Buffer {
  const length = Buffer.alloc(size);
  length.writeUIntBE(content.length, 0, size);
  return Buffer.concat([length, content]);
}
