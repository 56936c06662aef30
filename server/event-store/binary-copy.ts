/**
 * Rows in PostgreSQL's binary COPY format, written straight into one growing buffer.
 * `pg` would turn each bytea into hexadecimal text on the way; this is what the ingest saves by not doing so.
 * Format: https://www.postgresql.org/docs/current/sql-copy.html (section "Binary Format").
 */

const SIGNATURE = Buffer.from("PGCOPY\n\xff\r\n\0", "latin1");
/** Microseconds between 1970-01-01 and PostgreSQL's epoch, 2000-01-01. */
const PG_EPOCH_MS = Date.UTC(2000, 0, 1);
const TEXT_OID = 25;
const TWO_32 = 4294967296;

/** A buffer of rows for one COPY. Reused from batch to batch: `reset` keeps the memory. */
export class CopyBuffer {
  #buffer: Buffer;
  #length = 0;

  constructor(initialBytes = 1 << 20) {
    this.#buffer = Buffer.allocUnsafe(initialBytes);
    this.reset();
  }

  /** Bytes written so far. */
  get length(): number {
    return this.#length;
  }

  /** Begins a new COPY. Gives memory back when one batch of large bodies had made the buffer larger than `keepBytes`. */
  reset(keepBytes = 8 << 20): void {
    if (this.#buffer.length > keepBytes) this.#buffer = Buffer.allocUnsafe(1 << 20);
    SIGNATURE.copy(this.#buffer, 0);
    this.#buffer.writeInt32BE(0, 11); // flags
    this.#buffer.writeInt32BE(0, 15); // header extension
    this.#length = 19;
  }

  /** Ends the COPY and returns its bytes: a view that is valid until the next `reset`. */
  finish(): Buffer {
    this.#reserve(2);
    this.#buffer.writeInt16BE(-1, this.#length);
    this.#length += 2;
    return this.#buffer.subarray(0, this.#length);
  }

  /**
   * The bytes written since `start`, with a zero byte before them: the form that a leaf hash wants. The byte is lent from
   * the row's field count and given back, so that nothing is copied. Valid until the next write.
   * @param use what to do with the bytes
   */
  withZeroBefore<T>(start: number, use: (bytes: Buffer) => T): T {
    const lent = this.#buffer[start - 1]!;
    this.#buffer[start - 1] = 0;
    const result = use(this.#buffer.subarray(start - 1, this.#length));
    this.#buffer[start - 1] = lent;
    return result;
  }

  /** Begins a row of that many fields; returns where its first field starts. */
  beginRow(fields: number): number {
    this.#reserve(2);
    this.#buffer.writeInt16BE(fields, this.#length);
    this.#length += 2;
    return this.#length;
  }

  null(): void {
    this.#reserve(4);
    this.#buffer.writeInt32BE(-1, this.#length);
    this.#length += 4;
  }

  text(value: string | null): void {
    if (value === null) {
      this.null();
      return;
    }
    this.#reserve(4 + value.length * 3);
    const written = this.#buffer.write(value, this.#length + 4, "utf8");
    this.#buffer.writeInt32BE(written, this.#length);
    this.#length += 4 + written;
  }

  /** A field whose bytes are ready: bytea, uuid, or text that was encoded before. */
  bytes(value: Uint8Array | null): void {
    if (value === null) {
      this.null();
      return;
    }
    this.#reserve(4 + value.length);
    this.#buffer.writeInt32BE(value.length, this.#length);
    this.#buffer.set(value, this.#length + 4);
    this.#length += 4 + value.length;
  }

  /** Bytes that travel as latin-1 text: digests. */
  latin1(value: string): void {
    this.#reserve(4 + value.length);
    this.#buffer.writeInt32BE(value.length, this.#length);
    this.#buffer.write(value, this.#length + 4, "latin1");
    this.#length += 4 + value.length;
  }

  jsonb(json: string | null): void {
    if (json === null) {
      this.null();
      return;
    }
    this.#reserve(5 + json.length * 3);
    const written = this.#buffer.write(json, this.#length + 5, "utf8");
    this.#buffer.writeInt32BE(written + 1, this.#length);
    this.#buffer[this.#length + 4] = 1;
    this.#length += 5 + written;
  }

  bool(value: boolean): void {
    this.#reserve(5);
    this.#buffer.writeInt32BE(1, this.#length);
    this.#buffer[this.#length + 4] = value ? 1 : 0;
    this.#length += 5;
  }

  int16(value: number): void {
    this.#reserve(6);
    this.#buffer.writeInt32BE(2, this.#length);
    this.#buffer.writeInt16BE(value, this.#length + 4);
    this.#length += 6;
  }

  int32(value: number): void {
    this.#reserve(8);
    this.#buffer.writeInt32BE(4, this.#length);
    this.#buffer.writeInt32BE(value, this.#length + 4);
    this.#length += 8;
  }

  /** A safe integer as bigint. */
  int64(value: number | null): void {
    if (value === null) {
      this.null();
      return;
    }
    this.#reserve(12);
    const high = Math.floor(value / TWO_32);
    this.#buffer.writeInt32BE(8, this.#length);
    this.#buffer.writeInt32BE(high, this.#length + 4);
    this.#buffer.writeUInt32BE(value - high * TWO_32, this.#length + 8);
    this.#length += 12;
  }

  float8(value: number | null): void {
    if (value === null) {
      this.null();
      return;
    }
    this.#reserve(12);
    this.#buffer.writeInt32BE(8, this.#length);
    this.#buffer.writeDoubleBE(value, this.#length + 4);
    this.#length += 12;
  }

  /** A UUID as hexadecimal text. */
  uuid(value: string): void {
    this.#reserve(20);
    this.#buffer.writeInt32BE(16, this.#length);
    this.#buffer.write(value.replaceAll("-", ""), this.#length + 4, "hex");
    this.#length += 20;
  }

  /** A moment in milliseconds since 1970 as timestamptz. */
  timestamp(ms: number | null): void {
    this.int64(ms === null ? null : Math.round((ms - PG_EPOCH_MS) * 1000));
  }

  /** A text array; an empty one becomes NULL, which costs a bit instead of 20 bytes. */
  textArray(values: readonly string[]): void {
    if (values.length === 0) {
      this.null();
      return;
    }
    this.#reserve(24);
    const start = this.#length;
    this.#length += 4;
    for (const word of [1, 0, TEXT_OID, values.length, 1]) {
      this.#buffer.writeInt32BE(word, this.#length);
      this.#length += 4;
    }
    for (const value of values) this.text(value);
    this.#buffer.writeInt32BE(this.#length - start - 4, start);
  }

  #reserve(bytes: number): void {
    const needed = this.#length + bytes;
    if (needed <= this.#buffer.length) return;
    let size = this.#buffer.length * 2;
    while (size < needed) size *= 2;
    const larger = Buffer.allocUnsafe(size);
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#buffer = larger;
  }
}
