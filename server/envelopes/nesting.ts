/**
 * Levels that a body may have to be read. The parser takes millions, but whatever walks or prints the value later
 * would exhaust the stack, so such a body is refused here once, with a reason that can be shown.
 */
export const MOST_NESTING = 500;

const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [
  0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d,
];

/** Whether the JSON text nests deeper than so many levels. Short texts and texts with few brackets cost next to nothing. */
export function nestsDeeper(text: Uint8Array, most: number): boolean {
  // Every level needs two brackets.
  if (text.length <= 2 * most) return false;
  return openers(text) > most && deepest(text) > most;
}

/** `[` and `{` anywhere, in strings too: an upper bound of the depth. */
function openers(text: Uint8Array): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const byte = text[i];
    if (byte === OPEN_OBJECT || byte === OPEN_LIST) count++;
  }
  return count;
}

function deepest(text: Uint8Array): number {
  let [depth, most, inString] = [0, 0, false];
  for (let i = 0; i < text.length; i++) {
    const byte = text[i];
    if (inString) {
      if (byte === BACKSLASH) i++;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (byte === OPEN_OBJECT || byte === OPEN_LIST) most = Math.max(most, ++depth);
    else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) depth--;
  }
  return most;
}
