import type { JsonIndex } from "./index-json";

/** Values deeper than this begin folded, and so do those with more members than `OPEN_MEMBERS`. */
const OPEN_DEPTH = 3;
const OPEN_MEMBERS = 100;

/** Which objects and arrays are open: all or none but the first, apart from those that have been turned over. */
export interface Folding {
  base: "usual" | "all" | "none";
  turned: ReadonlySet<number>;
}

export const USUAL_FOLDING: Folding = { base: "usual", turned: new Set() };

/** Whether an object or an array is open. */
export function isOpen(index: JsonIndex, value: number, depth: number, folding: Folding): boolean {
  const members = index.members[value]!;
  if (members === 0) return false;
  const begins =
    folding.base === "all" ||
    (folding.base === "none" ? value === 0 : depth < OPEN_DEPTH && members <= OPEN_MEMBERS);
  return folding.turned.has(value) !== begins;
}

/** What is to be seen, line by line: values and their depths. */
export interface TreeLines {
  values: Int32Array;
  depths: Uint16Array;
  count: number;
}

/** The values that are not inside something folded, in the order of the text. */
export function visibleLines(index: JsonIndex, folding: Folding): TreeLines {
  const values = new Int32Array(index.count);
  const depths = new Uint16Array(index.count);
  /** For each open value around: the value after all its members. */
  const ends: number[] = [];
  let count = 0;
  for (let value = 0; value < index.count; ) {
    while (ends.length > 0 && ends.at(-1)! <= value) ends.pop();
    values[count] = value;
    depths[count] = ends.length;
    count++;
    if (isOpen(index, value, ends.length, folding)) {
      ends.push(index.after[value]!);
      value++;
    } else value = index.after[value]!;
  }
  return { values: values.slice(0, count), depths: depths.slice(0, count), count };
}

/** Line of a value; -1 when it is inside something folded. */
export function lineOf(lines: TreeLines, value: number): number {
  let [low, high] = [0, lines.count - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const at = lines.values[middle]!;
    if (at === value) return middle;
    if (at < value) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** The folding with one value turned over. */
export function turn(folding: Folding, value: number): Folding {
  const turned = new Set(folding.turned);
  if (!turned.delete(value)) turned.add(value);
  return { ...folding, turned };
}

/** The folding in which a value is to be seen: all that it is inside of is open. */
export function revealed(index: JsonIndex, folding: Folding, value: number): Folding {
  const above: number[] = [];
  for (let at = index.parent[value]!; at >= 0; at = index.parent[at]!) above.push(at);
  const closed = above.filter((at, i) => !isOpen(index, at, above.length - 1 - i, folding));
  return closed.length === 0 ? folding : closed.reduce(turn, folding);
}
