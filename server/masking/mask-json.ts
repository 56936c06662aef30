import { Fields, type Verdict } from "./fields";
import type { Judge } from "./judge";
import { maskText } from "./mask-text";
import { type MaskedKind, maskOf } from "./mask-tokens";
import { maskShapes } from "./text-shapes";

/** A JSON text with values masked. What is not masked stands as it was written: numbers, order, spaces, keys that come twice. */
export interface MaskedJson {
  text: string;
  /** Values and pieces of texts that were masked. */
  count: number;
}

/**
 * Masks the values of a JSON text that the judge names. Time and memory are linear in its length.
 * @param layer how many texts it is within
 * @returns null when the text is not JSON
 */
export function maskJson(text: string, judge: Judge, layer = 0): MaskedJson | null {
  try {
    JSON.parse(text);
  } catch {
    return null;
  }
  if (judge.idle) return { text, count: 0 };
  return new JsonMasker(text, judge, layer).run();
}

interface Edit {
  start: number;
  end: number;
  text: string;
  /** It stands for the whole value: it goes before what only masks a piece of the same text. */
  whole: boolean;
}

const quoted = (text: string) => JSON.stringify(text);

const MASKS = new Set(
  (["text", "number", "boolean", "object", "array"] as const).map((kind) => quoted(maskOf(kind))),
);

const wholeEdit = (start: number, end: number, kind: MaskedKind): Edit => ({
  start,
  end,
  text: quoted(maskOf(kind)),
  whole: true,
});

const pieceEdit = (start: number, end: number, text: string): Edit => ({
  start,
  end,
  text: quoted(text),
  whole: false,
});

/** Goes through a text that is known to be JSON, once, without recursion. */
class JsonMasker {
  readonly #text: string;
  readonly #judge: Judge;
  readonly #layer: number;
  readonly #fields: Fields<Edit>;
  readonly #edits: Edit[] = [];
  /** For each open object and array: what would mask it, when that is not clear yet. */
  readonly #open: (Edit | null)[] = [];
  #at = 0;

  constructor(text: string, judge: Judge, layer: number) {
    this.#text = text;
    this.#judge = judge;
    this.#layer = layer;
    this.#fields = new Fields(judge, (edit) => this.#edits.push(edit));
  }

  run(): MaskedJson {
    const text = this.#text;
    let key: string | null = null;
    for (; this.#at < text.length; ) {
      const letter = text[this.#at]!;
      if (letter === "{" || letter === "[") {
        this.#enter(letter, key);
        key = null;
      } else if (letter === "}" || letter === "]") {
        this.#at++;
        this.#leave();
      } else if (letter === '"') {
        if (this.#fields.inObject && key === null) key = this.#readKey();
        else {
          this.#readText(key);
          key = null;
        }
      } else if (/[-\dtfn]/.test(letter)) {
        this.#readWord(key, letter);
        key = null;
      } else this.#at++;
    }
    return this.#apply();
  }

  #enter(bracket: string, key: string | null): void {
    const kind = bracket === "{" ? "object" : "array";
    const start = this.#at;
    const verdict = this.#fields.value(key);
    if (verdict.is === "masked") {
      this.#at = endOfValue(this.#text, start);
      this.#edits.push(wholeEdit(start, this.#at, kind));
      return;
    }
    const whole = verdict.is === "unsure" ? wholeEdit(start, start, kind) : null;
    if (whole) this.#fields.wait(whole);
    this.#open.push(whole);
    this.#fields.enter(kind, verdict);
    this.#at++;
  }

  #leave(): void {
    const whole = this.#open.pop();
    if (whole) whole.end = this.#at;
    this.#fields.leave();
  }

  #readKey(): string {
    const start = this.#at;
    const end = endOfText(this.#text, start);
    const key = JSON.parse(this.#text.slice(start, end)) as string;
    const masked = this.#fields.shown ? key : maskShapes(key, this.#judge.shapes);
    if (masked !== key) this.#edits.push(pieceEdit(start, end, masked));
    this.#at = end;
    return masked;
  }

  #readText(key: string | null): void {
    const start = this.#at;
    const end = endOfText(this.#text, start);
    this.#at = end;
    const source = this.#text.slice(start, end);
    const verdict = this.#fields.value(key);
    if (MASKS.has(source) || this.#settle(verdict, wholeEdit(start, end, "text"))) return;
    if (verdict.shown) return;
    const said = JSON.parse(source) as string;
    const masked = maskText(said, this.#judge, this.#layer);
    if (masked !== said) this.#edits.push(pieceEdit(start, end, masked));
  }

  /** A number, true, false or null. There is nothing to hide behind null. */
  #readWord(key: string | null, letter: string): void {
    const start = this.#at;
    while (this.#at < this.#text.length && !/[\s,\]}]/.test(this.#text[this.#at]!)) this.#at++;
    const verdict = this.#fields.value(key);
    if (letter === "n") return;
    const kind = letter === "t" || letter === "f" ? "boolean" : "number";
    this.#settle(verdict, wholeEdit(start, this.#at, kind));
  }

  /** Masks a value as a whole, now or when that is clear. @returns whether it was done now */
  #settle(verdict: Verdict, whole: Edit): boolean {
    if (verdict.is === "masked") this.#edits.push(whole);
    else if (verdict.is === "unsure") this.#fields.wait(whole);
    return verdict.is === "masked";
  }

  /** Puts the edits in. One inside another that came first in the text is left out: that one masks it all. */
  #apply(): MaskedJson {
    const edits = this.#edits.sort(
      (a, b) => a.start - b.start || b.end - a.end || Number(b.whole) - Number(a.whole),
    );
    const pieces: string[] = [];
    let at = 0;
    let count = 0;
    for (const edit of edits) {
      if (edit.start < at) continue;
      pieces.push(this.#text.slice(at, edit.start), edit.text);
      at = edit.end;
      count++;
    }
    pieces.push(this.#text.slice(at));
    return { text: pieces.join(""), count };
  }
}

/** Where the text literal that begins there ends (exclusive). */
function endOfText(text: string, start: number): number {
  for (let at = start + 1; ; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === QUOTE) return at + 1;
  }
}

/** Where the object or array that begins there ends (exclusive). */
function endOfValue(text: string, start: number): number {
  let depth = 0;
  for (let at = start; ; at++) {
    const letter = text[at];
    if (letter === '"') at = endOfText(text, at) - 1;
    else if (letter === "{" || letter === "[") depth++;
    else if ((letter === "}" || letter === "]") && --depth === 0) return at + 1;
  }
}

const [QUOTE, BACKSLASH] = [34, 92];
