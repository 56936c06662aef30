import type { JsonIndex } from "./index-json";

export type JsonKind = "object" | "array" | "text" | "number" | "boolean" | "null";

const KINDS: Record<string, JsonKind> = {
  "{": "object",
  "[": "array",
  '"': "text",
  t: "boolean",
  f: "boolean",
  n: "null",
};

/** What a value is. */
export function kindOf(index: JsonIndex, value: number): JsonKind {
  return KINDS[index.text[index.start[value]!]!] ?? "number";
}

/** The value as it stands in the text. */
export function sourceOf(index: JsonIndex, value: number): string {
  return index.text.slice(index.start[value], index.end[value]);
}

/** A value for reading: a text without its quotes and escapes, a number exactly as it was written. */
export function textOf(index: JsonIndex, value: number): string {
  const source = sourceOf(index, value);
  return source.startsWith('"') ? (JSON.parse(source) as string) : source;
}

/** The key of a member of an object; null for others. */
export function keyOf(index: JsonIndex, value: number): string | null {
  const at = index.key[value]!;
  if (at < 0) return null;
  // The key ends before the colon that stands between it and the value.
  const source = index.text.slice(at, index.start[value]);
  return JSON.parse(source.slice(0, source.lastIndexOf(":"))) as string;
}

/** How deep a value is nested; the root is 0. */
export function depthOf(index: JsonIndex, value: number): number {
  let depth = 0;
  for (let above = index.parent[value]!; above >= 0; above = index.parent[above]!) depth++;
  return depth;
}

const PLAIN_KEY = /^[A-Za-z_$][\w$]*$/;

/** Where a value is, as a JSONPath: `$.order.lines[0]["unit price"]`. */
export function pathOf(index: JsonIndex, value: number): string {
  const steps: string[] = [];
  for (let at = value; at > 0; at = index.parent[at]!) {
    const key = keyOf(index, at);
    steps.push(
      key === null ? `[${index.place[at]}]` : PLAIN_KEY.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`,
    );
  }
  return `$${steps.reverse().join("")}`;
}
