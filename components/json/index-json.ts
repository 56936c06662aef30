/**
 * An index of a JSON text for showing it as a tree: where each value stands in the text, and how they are nested. No
 * value is made: what is drawn is read from the text itself, so numbers stay exactly as they were written, keys may come
 * twice, and ten megabytes cost a few flat arrays.
 */
export interface JsonIndex {
  readonly text: string;
  /** How many values there are. They are numbered in the order of the text; 0 is the root. */
  readonly count: number;
  /** First and last character (exclusive) of each value. */
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** First character of the key of a member of an object; -1 for others. */
  readonly key: Int32Array;
  /** The value that it is a member of; -1 for the root. */
  readonly parent: Int32Array;
  /** Place among the members of its parent. */
  readonly place: Int32Array;
  /** Number of members. */
  readonly members: Int32Array;
  /** Number of the value after it and all its members. */
  readonly after: Int32Array;
}

/** Values deeper than this are no longer JSON for us; see `server/envelopes/nesting.ts` for the same care on the server. */
const MAX_DEPTH = 10_000;
/** Characters between two pauses: a few milliseconds. */
const PAUSE = 1 << 14;

/**
 * Indexes a text, in steps: yields now and then, so that a caller can let the page breathe in between.
 * @returns null when the text is not JSON (RFC 8259): the same texts that `JSON.parse` refuses
 */
export function* indexJson(text: string): Generator<void, JsonIndex | null> {
  const builder = new Builder(text);
  while (!builder.run(PAUSE)) yield;
  return builder.result();
}

/** The whole index at once: for what is small. */
export function indexJsonNow(text: string): JsonIndex | null {
  const steps = indexJson(text);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const WORD = /true|false|null/y;

const [TAB, LF, CR, SPACE] = [9, 10, 13, 32];
const [QUOTE, COMMA, COLON, MINUS, BACKSLASH] = [34, 44, 58, 45, 92];
const [ARRAY, ARRAY_END, OBJECT, OBJECT_END] = [91, 93, 123, 125];

class Builder {
  readonly #text: string;
  #at = 0;
  #failed = false;
  #done = false;
  /** What may come next: a value, a key, or what follows a value. */
  #wants: "value" | "valueOrEnd" | "key" | "keyOrEnd" | "follow" = "value";
  #key = -1;
  readonly #open: number[] = [];
  #count = 0;
  #columns = newColumns(1024);

  constructor(text: string) {
    this.#text = text;
  }

  /** Goes on over so many characters. @returns whether it has come to the end */
  run(characters: number): boolean {
    const until = this.#at + characters;
    while (!this.#done && !this.#failed && this.#at < until) this.#step();
    return this.#done || this.#failed;
  }

  result(): JsonIndex | null {
    if (this.#failed) return null;
    const cut = Object.fromEntries(
      Object.entries(this.#columns).map(([name, column]) => [name, column.slice(0, this.#count)]),
    ) as unknown as Columns;
    return { text: this.#text, count: this.#count, ...cut };
  }

  #step(): void {
    const code = this.#skipSpace();
    if (Number.isNaN(code)) {
      if (this.#wants === "follow" && this.#open.length === 0) this.#done = true;
      else this.#failed = true;
      return;
    }
    const wants = this.#wants;
    if (wants === "follow") this.#follow(code);
    else if (code === OBJECT_END && wants === "keyOrEnd") this.#close();
    else if (code === ARRAY_END && wants === "valueOrEnd") this.#close();
    else if (wants === "key" || wants === "keyOrEnd") this.#readKey(code);
    else this.#readValue(code);
  }

  #skipSpace(): number {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== SPACE && code !== LF && code !== CR && code !== TAB) return code;
      this.#at++;
    }
  }

  #follow(code: number): void {
    const parent = this.#open.at(-1);
    if (parent === undefined) {
      this.#failed = true;
      return;
    }
    const inArray = this.#text.charCodeAt(this.#columns.start[parent]!) === ARRAY;
    if (code === COMMA) {
      this.#at++;
      this.#wants = inArray ? "value" : "key";
    } else if (code === (inArray ? ARRAY_END : OBJECT_END)) this.#close();
    else this.#failed = true;
  }

  #readKey(code: number): void {
    this.#key = this.#at;
    if (code !== QUOTE || !this.#takeString() || this.#skipSpace() !== COLON) {
      this.#failed = true;
      return;
    }
    this.#at++;
    this.#wants = "value";
  }

  #readValue(code: number): void {
    const value = this.#add();
    if (code === OBJECT || code === ARRAY) {
      this.#open.push(value);
      this.#at++;
      this.#wants = code === OBJECT ? "keyOrEnd" : "valueOrEnd";
      this.#failed = this.#open.length > MAX_DEPTH;
      return;
    }
    const isNumber = code === MINUS || (code >= 48 && code <= 57);
    this.#failed = !(code === QUOTE ? this.#takeString() : this.#take(isNumber ? NUMBER : WORD));
    this.#finish(value);
  }

  #add(): number {
    const value = this.#count++;
    if (value === this.#columns.start.length) this.#columns = grown(this.#columns);
    const { start, key, parent, place, members } = this.#columns;
    const above = this.#open.at(-1) ?? -1;
    start[value] = this.#at;
    key[value] = this.#key;
    parent[value] = above;
    place[value] = above < 0 ? 0 : members[above]!++;
    this.#key = -1;
    return value;
  }

  #close(): void {
    this.#at++;
    this.#finish(this.#open.pop()!);
  }

  #finish(value: number): void {
    this.#columns.end[value] = this.#at;
    this.#columns.after[value] = this.#count;
    this.#wants = "follow";
  }

  /** A loop and no expression: a text of ten megabytes must not fill the stack of the matcher. */
  #takeString(): boolean {
    for (this.#at++; ; ) {
      const code = this.#text.charCodeAt(this.#at);
      if (code === QUOTE) {
        this.#at++;
        return true;
      }
      if (code === BACKSLASH) {
        if (!this.#take(ESCAPE)) return false;
      } else if (code >= SPACE) this.#at++;
      else return false;
    }
  }

  #take(token: RegExp): boolean {
    token.lastIndex = this.#at;
    if (!token.test(this.#text)) return false;
    this.#at = token.lastIndex;
    return true;
  }
}

type Columns = Record<"start" | "end" | "key" | "parent" | "place" | "members" | "after", Int32Array>;

function newColumns(length: number): Columns {
  const column = () => new Int32Array(length);
  return {
    start: column(),
    end: column(),
    key: column(),
    parent: column(),
    place: column(),
    members: column(),
    after: column(),
  };
}

function grown(columns: Columns): Columns {
  const larger = newColumns(columns.start.length * 2);
  for (const name of Object.keys(columns) as (keyof Columns)[]) larger[name].set(columns[name]);
  return larger;
}
