/** Parts that are read while another one is being sent. */
const PARTS = 2;

/** Reads what comes in order of its ordinal part by part, and goes on reading while a part is used. */
export class ReadAhead<Row extends { ordinal: number }> {
  readonly #read: (after: number) => Promise<Row[]>;
  readonly #parts: Promise<Row[]>[] = [];
  #last: Promise<number | null>;

  /** @param read a part of what comes after an ordinal; empty when there is no more */
  constructor(after: number, read: (after: number) => Promise<Row[]>) {
    this.#read = read;
    this.#last = Promise.resolve(after);
    while (this.#parts.length < PARTS) this.#begin();
  }

  /** The next part; empty at the end. @throws what reading it threw */
  next(): Promise<Row[]> {
    const part = this.#parts.shift()!;
    this.#begin();
    return part;
  }

  /** One read at a time: where the next one begins is known when the one before has ended. */
  #begin(): void {
    const part = this.#last.then((after) => (after === null ? [] : this.#read(after)));
    this.#last = part.then((rows) => rows.at(-1)?.ordinal ?? null);
    // Whoever takes the part sees the error.
    part.catch(() => {});
    this.#last.catch(() => {});
    this.#parts.push(part);
  }
}
