/** Writes AMQP 0-9-1 basic properties, for tests: every type, also those that amqplib cannot send. */

export type WireValue =
  | { tag: "t"; value: boolean }
  | { tag: "b" | "B" | "s" | "u" | "I" | "i"; value: number }
  | { tag: "l" | "T"; value: bigint }
  | { tag: "d"; value: number }
  | { tag: "S" | "x"; value: Uint8Array }
  | { tag: "V" }
  | { tag: "A"; value: WireValue[] }
  | { tag: "F"; value: [name: string, value: WireValue][] };

export interface WireProperties {
  contentType?: string;
  contentEncoding?: string;
  headers?: [name: string, value: WireValue][];
  deliveryMode?: number;
  messageId?: string;
  timestamp?: bigint;
  appId?: string;
}

/** Flags and values, as a content header has them. */
export function encodeProperties(properties: WireProperties): Buffer {
  const parts: Buffer[] = [];
  let flags = 0;
  const put = (bit: number, bytes: Buffer | undefined) => {
    if (!bytes) return;
    flags |= 1 << bit;
    parts.push(bytes);
  };
  put(15, properties.contentType === undefined ? undefined : shortText(properties.contentType));
  put(14, properties.contentEncoding === undefined ? undefined : shortText(properties.contentEncoding));
  put(13, properties.headers && table(properties.headers));
  put(12, properties.deliveryMode === undefined ? undefined : Buffer.from([properties.deliveryMode]));
  put(7, properties.messageId === undefined ? undefined : shortText(properties.messageId));
  put(6, properties.timestamp === undefined ? undefined : uint64(properties.timestamp));
  put(3, properties.appId === undefined ? undefined : shortText(properties.appId));
  const head = Buffer.alloc(2);
  head.writeUInt16BE(flags);
  return Buffer.concat([head, ...parts]);
}

function encode(wire: WireValue): Buffer {
  return Buffer.concat([Buffer.from(wire.tag, "latin1"), encodeBare(wire)]);
}

function encodeBare(wire: WireValue): Buffer {
  const bytes = Buffer.alloc(8);
  switch (wire.tag) {
    case "t":
      return Buffer.from([wire.value ? 1 : 0]);
    case "b":
      return bytes.subarray(0, bytes.writeInt8(wire.value));
    case "B":
      return bytes.subarray(0, bytes.writeUInt8(wire.value));
    case "s":
      return bytes.subarray(0, bytes.writeInt16BE(wire.value));
    case "u":
      return bytes.subarray(0, bytes.writeUInt16BE(wire.value));
    case "I":
      return bytes.subarray(0, bytes.writeInt32BE(wire.value));
    case "i":
      return bytes.subarray(0, bytes.writeUInt32BE(wire.value));
    case "l":
      return bytes.subarray(0, bytes.writeBigInt64BE(wire.value));
    case "T":
      return uint64(wire.value);
    case "d":
      return bytes.subarray(0, bytes.writeDoubleBE(wire.value));
    case "S":
    case "x":
      return long(Buffer.from(wire.value));
    case "V":
      return Buffer.alloc(0);
    case "A":
      return long(Buffer.concat(wire.value.map(encode)));
    case "F":
      return table(wire.value);
  }
}

function table(entries: [string, WireValue][]): Buffer {
  return long(Buffer.concat(entries.flatMap(([name, value]) => [shortText(name), encode(value)])));
}

function shortText(text: string): Buffer {
  const bytes = Buffer.from(text, "utf8");
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

function long(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function uint64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(value);
  return bytes;
}
