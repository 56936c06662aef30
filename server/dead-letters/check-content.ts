import type { ReadableContent } from "./content";
import type { ShapeProblem } from "./event-shape";
import { readJson } from "./json-text";
import type { KnownShape } from "./known-shape";

/**
 * What speaks against sending an edited body: how it differs from what is known of its type, and that it is JSON no more.
 * A body that is no text cannot be looked into: it was not edited either.
 */
export function problemsOf(
  known: KnownShape,
  before: ReadableContent,
  { text }: ReadableContent,
): ShapeProblem[] {
  if (text === null) return [];
  if (readJson(text)) return known.problemsOf(JSON.parse(text));
  const wasJson = before.text !== null && readJson(before.text) !== null;
  return wasJson || known.source !== "none"
    ? [{ path: "", problem: "not_json", expected: [], said: null }]
    : [];
}
