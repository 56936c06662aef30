/** Signature, flags and the length of the header's extension. */
const HEADER = 19;

/** Reads rows in PostgreSQL's binary COPY format (see binary-copy.ts), field by field in their order. Values share its memory. */
export class CopiedRows {
  readonly #bytes: Buffer;
  #at: number;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.#at = HEADER + bytes.readInt32BE(HEADER - 4);
  }

  /** Goes to the next row; false when there is no more. */
  next(): boolean {
    const fields = this.#bytes.readInt16BE(this.#at);
    this.#at += 2;
    return fields >= 0;
  }

  bytes(): Buffer | null {
    const length = this.#bytes.readInt32BE(this.#at);
    this.#at += 4;
    if (length < 0) return null;
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  text(): string | null {
    return this.bytes()?.toString("utf8") ?? null;
  }

  int16(): number | null {
    return this.bytes()?.readInt16BE() ?? null;
  }

  int32(): number | null {
    return this.bytes()?.readInt32BE() ?? null;
  }

  bool(): boolean | null {
    const bytes = this.bytes();
    return bytes && bytes[0] === 1;
  }
}
