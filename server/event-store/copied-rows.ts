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
    const length = this.#field();
    return length < 0 ? null : this.#bytes.subarray(this.#at - length, this.#at);
  }

  text(): string | null {
    const length = this.#field();
    return length < 0 ? null : this.#bytes.toString("utf8", this.#at - length, this.#at);
  }

  int16(): number | null {
    const length = this.#field();
    return length < 0 ? null : this.#bytes.readInt16BE(this.#at - length);
  }

  int32(): number | null {
    const length = this.#field();
    return length < 0 ? null : this.#bytes.readInt32BE(this.#at - length);
  }

  bool(): boolean | null {
    const length = this.#field();
    return length < 0 ? null : this.#bytes[this.#at - length] === 1;
  }

  /** Goes behind the next field. @returns its length; negative where it is null */
  #field(): number {
    const length = this.#bytes.readInt32BE(this.#at);
    this.#at += 4 + Math.max(0, length);
    return length;
  }
}
