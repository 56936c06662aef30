import type { JsonIndex } from "./index-json";

/** Hits that are counted; who has more looks for something else. */
export const MAX_HITS = 1_000;

/**
 * The values whose key, or whose own text, contains something, in the order of the text; without regard to case. The
 * text is searched as it stands, so what is looked for is found whether it was escaped there or not.
 */
export function searchJson(index: JsonIndex, wanted: string): number[] {
  if (wanted === "") return [];
  const pattern = new RegExp([...wanted].map(asWritten).join(""), "gi");
  const hits: number[] = [];
  for (let match = pattern.exec(index.text); match !== null; match = pattern.exec(index.text)) {
    const value = valueAt(index, match.index);
    if (value === null) continue;
    hits.push(value);
    if (hits.length >= MAX_HITS) break;
    // One hit a line: on after its own text, or where its members begin.
    pattern.lastIndex = Math.max(
      pattern.lastIndex,
      index.members[value]! > 0 ? index.start[value]! + 1 : index.end[value]!,
    );
  }
  return hits;
}

const SPECIAL = /[\\^$.*+?()[\]{}|/]/;
const ESCAPES: Record<string, string> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  "\b": "b",
  "\f": "f",
  "\n": "n",
  "\r": "r",
  "\t": "t",
};

/** A character, or the ways in which JSON may write it. */
function asWritten(character: string): string {
  const plain = SPECIAL.test(character) ? `\\${character}` : character;
  const units = Array.from(
    { length: character.length },
    (_, i) => `\\\\u${character.charCodeAt(i).toString(16).padStart(4, "0")}`,
  ).join("");
  const short = ESCAPES[character];
  const escaped = short === undefined ? [] : [`\\\\${SPECIAL.test(short) ? `\\${short}` : short}`];
  return `(?:${[...escaped, units, plain].join("|")})`;
}

/** The value that a character belongs to, by its key or its own text; null between them. */
function valueAt(index: JsonIndex, at: number): number | null {
  let [low, high] = [0, index.count - 1];
  // The last value whose key, or else whose text, begins not after it.
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (beginOf(index, middle) <= at) low = middle;
    else high = middle - 1;
  }
  if (beginOf(index, low) > at || index.end[low]! <= at) return null;
  return low;
}

function beginOf(index: JsonIndex, value: number): number {
  const key = index.key[value]!;
  return key < 0 ? index.start[value]! : key;
}
