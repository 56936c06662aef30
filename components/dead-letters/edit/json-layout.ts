import { applyEdits, createScanner, format } from "jsonc-parser";

/**
 * Spaces and lines of JSON texts, changed without touching a single value: numbers stay as they are written. Most messages
 * are sent without any; people cannot edit them like that, and consumers should get them back as they were.
 */

/** What the scanner answers at the end; its names vanish when it is compiled. */
const END = 17;

/** Whether a text is JSON. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** JSON without spaces and lines. */
export function compact(json: string): string {
  const scanner = createScanner(json, true);
  let text = "";
  while (scanner.scan() !== END) text += json.slice(scanner.getTokenOffset(), scanner.getPosition());
  return text;
}

/** JSON with a line for each value. */
export function laidOut(json: string): string {
  return applyEdits(json, format(json, undefined, { insertSpaces: true, tabSize: 2, eol: "\n" }));
}

/** A body as it is edited, and how what was edited becomes a body again. */
export interface Edited {
  text: string;
  back: (text: string) => string;
}

/** JSON without spaces is laid out for the editor and sent without spaces again; everything else is edited as it is. */
export function editedAs(body: string): Edited {
  if (!isJson(body) || compact(body) !== body) return { text: body, back: (text) => text };
  const text = laidOut(body);
  return { text, back: (edited) => (isJson(edited) ? compact(edited) : edited) };
}
