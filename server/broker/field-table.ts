/** A value of an AMQP field table, with the type that it had on the wire. Everything in it is hostile. */
export type FieldValue =
  | { type: "boolean"; value: boolean }
  | { type: "int8" | "uint8" | "int16" | "uint16" | "int32" | "uint32"; value: number }
  /** Decimal text where a JavaScript number would not be exact. */
  | { type: "int64"; value: number | string }
  | { type: "float" | "double"; value: number | "NaN" | "Infinity" | "-Infinity" }
  | { type: "decimal"; value: string }
  | { type: "text"; value: string }
  /** Base64: a byte array, or text that is not UTF-8. */
  | { type: "bytes"; value: string }
  /** ISO 8601; decimal seconds as text where no date can say it. */
  | { type: "timestamp"; value: string }
  | { type: "null"; value: null }
  | { type: "array"; value: FieldValue[] }
  | { type: "table"; value: FieldEntry[] }
  /** Never on the wire: what stands where the reader may not see the value (server/masking). Its own type. */
  | { type: "masked"; value: string };

/** Pairs, not an object: a name may come twice, or be `__proto__`. */
export interface FieldEntry {
  name: string;
  value: FieldValue;
}

/** Deeper tables are not read: nobody sends them in earnest, and recursion has an end. */
const MAX_DEPTH = 64;

/** Reads AMQP values from bytes one after the other. Throws RangeError beyond the end and TypeError on what is no AMQP. */
export class FieldReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  uint8(): number {
    return this.#take(1).readUInt8();
  }

  uint16(): number {
    return this.#take(2).readUInt16BE();
  }

  uint64(): bigint {
    return this.#take(8).readBigUInt64BE();
  }

  shortText(): string {
    return this.#take(this.uint8()).toString("utf8");
  }

  /** Reads a table into `entries`, so that what came before a broken entry is kept. */
  table(entries: FieldEntry[], depth = 0): void {
    const inner = new FieldReader(this.#take(this.#take(4).readUInt32BE()));
    while (inner.left > 0) {
      const name = inner.shortText();
      entries.push({ name, value: inner.value(depth + 1) });
    }
  }

  value(depth: number): FieldValue {
    if (depth > MAX_DEPTH) throw new TypeError(`tables are nested more than ${MAX_DEPTH} deep`);
    const tag = String.fromCharCode(this.uint8());
    switch (tag) {
      case "t":
        return { type: "boolean", value: this.uint8() !== 0 };
      case "b":
        return { type: "int8", value: this.#take(1).readInt8() };
      case "B":
        return { type: "uint8", value: this.uint8() };
      case "s":
        return { type: "int16", value: this.#take(2).readInt16BE() };
      case "u":
        return { type: "uint16", value: this.uint16() };
      case "I":
        return { type: "int32", value: this.#take(4).readInt32BE() };
      case "i":
        return { type: "uint32", value: this.#take(4).readUInt32BE() };
      case "l":
      case "L":
        return { type: "int64", value: exact(this.#take(8).readBigInt64BE()) };
      case "f":
        return { type: "float", value: real(this.#take(4).readFloatBE()) };
      case "d":
        return { type: "double", value: real(this.#take(8).readDoubleBE()) };
      case "D":
        return { type: "decimal", value: decimal(this.uint8(), this.#take(4).readUInt32BE()) };
      case "S":
        return textOrBytes(this.#longBytes());
      case "x":
        return { type: "bytes", value: this.#longBytes().toString("base64") };
      case "T":
        return { type: "timestamp", value: timestamp(this.uint64()) };
      case "V":
        return { type: "null", value: null };
      case "A": {
        const inner = new FieldReader(this.#longBytes());
        const value: FieldValue[] = [];
        while (inner.left > 0) value.push(inner.value(depth + 1));
        return { type: "array", value };
      }
      case "F": {
        const value: FieldEntry[] = [];
        this.table(value, depth);
        return { type: "table", value };
      }
      default:
        throw new TypeError(`unknown field type 0x${tag.charCodeAt(0).toString(16).padStart(2, "0")}`);
    }
  }

  #longBytes(): Buffer {
    return this.#take(this.#take(4).readUInt32BE());
  }

  #take(length: number): Buffer {
    if (length > this.left) throw new RangeError(`ends ${length - this.left} bytes too early`);
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }
}

/** AMQP seconds as ISO text. */
export function timestamp(seconds: bigint): string {
  return seconds <= 8_640_000_000_000n ? new Date(Number(seconds) * 1000).toISOString() : seconds.toString();
}

function exact(value: bigint): number | string {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER
    ? Number(value)
    : value.toString();
}

/** JSON has no word for these. */
function real(value: number): number | "NaN" | "Infinity" | "-Infinity" {
  return Number.isFinite(value) ? value : (String(value) as "NaN" | "Infinity" | "-Infinity");
}

function decimal(places: number, digits: number): string {
  if (places === 0) return String(digits);
  const text = String(digits).padStart(places + 1, "0");
  return `${text.slice(0, -places)}.${text.slice(-places)}`;
}

function textOrBytes(bytes: Buffer): FieldValue {
  const value = bytes.toString("utf8");
  return Buffer.from(value, "utf8").equals(bytes)
    ? { type: "text", value }
    : { type: "bytes", value: bytes.toString("base64") };
}
