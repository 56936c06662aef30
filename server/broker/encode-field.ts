import type { FieldEntry, FieldValue } from "./field-table";

/**
 * A value of a field table as AMQP 0-9-1 has it on the wire: its tag, then its bytes. The other way round of `FieldReader`:
 * what it reads from these bytes is the value again.
 * @throws RangeError where a number does not fit its type, or a name is longer than 255 bytes; TypeError for what is masked
 */
export function encodeField({ type, value }: FieldValue): Buffer {
  switch (type) {
    case "boolean":
      return Buffer.from(["t".charCodeAt(0), value ? 1 : 0]);
    case "int8":
      return tagged("b", 1, (bytes) => bytes.writeInt8(value));
    case "uint8":
      return tagged("B", 1, (bytes) => bytes.writeUInt8(value));
    case "int16":
      return tagged("s", 2, (bytes) => bytes.writeInt16BE(value));
    case "uint16":
      return tagged("u", 2, (bytes) => bytes.writeUInt16BE(value));
    case "int32":
      return tagged("I", 4, (bytes) => bytes.writeInt32BE(value));
    case "uint32":
      return tagged("i", 4, (bytes) => bytes.writeUInt32BE(value));
    case "int64":
      return tagged("l", 8, (bytes) => bytes.writeBigInt64BE(BigInt(value)));
    case "float":
      return tagged("f", 4, (bytes) => bytes.writeFloatBE(Number(value)));
    case "double":
      return tagged("d", 8, (bytes) => bytes.writeDoubleBE(Number(value)));
    case "decimal":
      return decimal(value);
    case "text":
      return long("S", Buffer.from(value, "utf8"));
    case "bytes":
      return long("x", Buffer.from(value, "base64"));
    case "timestamp":
      return tagged("T", 8, (bytes) => bytes.writeBigUInt64BE(secondsOf(value)));
    case "null":
      return Buffer.from("V");
    case "array":
      return long("A", Buffer.concat(value.map(encodeField)));
    case "table":
      return long("F", Buffer.concat(value.map(encodeEntry)));
    case "masked":
      throw new TypeError("what is masked cannot be sent");
  }
}

function encodeEntry({ name, value }: FieldEntry): Buffer {
  const bytes = Buffer.from(name, "utf8");
  if (bytes.length > 255) throw new RangeError("a name in a field table has at most 255 bytes");
  return Buffer.concat([Buffer.from([bytes.length]), bytes, encodeField(value)]);
}

function tagged(tag: string, size: number, write: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.alloc(size);
  write(bytes);
  return Buffer.concat([Buffer.from(tag), bytes]);
}

function long(tag: string, content: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(tag, "latin1");
  head.writeUInt32BE(content.length, 1);
  return Buffer.concat([head, content]);
}

/** Digits without a point, and how many of them stand behind it. */
function decimal(text: string): Buffer {
  const [whole, fraction = ""] = text.split(".");
  return tagged("D", 5, (bytes) => {
    bytes.writeUInt8(fraction.length);
    bytes.writeUInt32BE(Number(`${whole}${fraction}`), 1);
  });
}

/** ISO 8601, or decimal seconds. */
function secondsOf(text: string): bigint {
  return /^\d+$/.test(text) ? BigInt(text) : BigInt(Math.floor(Date.parse(text) / 1000));
}
