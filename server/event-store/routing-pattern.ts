/** Routing keys and patterns as a topic exchange reads them: words between dots, `*` for one word, `#` for any number. */

/** Whether a filter text has wildcards. Without one it means exactly that key. */
export function isPattern(text: string): boolean {
  return text.split(".").some((word) => word === "*" || word === "#");
}

/**
 * A PostgreSQL regular expression for `dottedKey(routing_key)`: each word of the key with a dot before it.
 * Everything but the wildcards is escaped. Only `[^.]` and groups without alternatives come out, which PostgreSQL
 * matches without backtracking.
 */
export function patternToRegex(pattern: string): string {
  let regex = "^";
  let previous = "";
  for (const word of words(pattern)) {
    if (word === "#") regex += previous === "#" ? "" : "(?:\\.[^.]*)*";
    else regex += word === "*" ? "\\.[^.]*" : `\\.${word.replace(/[^A-Za-z0-9\u0080-\u{10ffff}]/gu, "\\$&")}`;
    previous = word;
  }
  return `${regex}$`;
}

/** What every key that a pattern can stand for begins with: its words before the first wildcard. Empty where it has none. */
export function patternPrefix(pattern: string): string {
  const all = words(pattern);
  const wildcard = all.findIndex((word) => word === "*" || word === "#");
  return (wildcard < 0 ? all : all.slice(0, wildcard)).join(".");
}

/** Whether a topic exchange would route `key` by `pattern`. Takes pattern words times key words steps, whatever they are. */
export function matchesPattern(pattern: string, key: string): boolean {
  const keyWords = words(key);
  // reached[n]: the pattern so far can stand for the first n words of the key.
  let reached: boolean[] = [true, ...keyWords.map(() => false)];
  for (const word of words(pattern)) {
    const next: boolean[] = [word === "#" && reached[0] === true];
    for (let n = 1; n <= keyWords.length; n++) {
      next[n] =
        word === "#"
          ? reached[n] === true || next[n - 1] === true
          : reached[n - 1] === true && (word === "*" || word === keyWords[n - 1]);
    }
    reached = next;
  }
  return reached[keyWords.length] === true;
}

/** The broker reads an empty key as no words at all, not as one empty word. */
function words(text: string): string[] {
  return text === "" ? [] : text.split(".");
}
