/** The second key of a shortcut must come within this time, in milliseconds. */
export const SECOND_KEY_MS = 1_500;

export interface FirstKey {
  key: string;
  /** In milliseconds, on any one clock. */
  at: number;
}

/**
 * What a key means: a whole shortcut, the first key of one, or nothing. Pure.
 * @param shortcuts keys of all shortcuts: `t`, or `g e` for two
 * @param first the first key of a shortcut that was pressed just before
 */
export function typedShortcut(
  shortcuts: readonly string[],
  key: string,
  first: FirstKey | null,
  at: number,
): { match: string | null; waiting: FirstKey | null } {
  const inTime = first !== null && at - first.at <= SECOND_KEY_MS;
  const pair = inTime ? `${first.key} ${key}` : null;
  if (pair !== null && shortcuts.includes(pair)) return { match: pair, waiting: null };
  // A second key that leads nowhere ends it: `g` and then `l` by mistake must not turn live off.
  if (inTime) return { match: null, waiting: null };
  if (shortcuts.some((it) => it.startsWith(`${key} `))) return { match: null, waiting: { key, at } };
  return { match: shortcuts.includes(key) ? key : null, waiting: null };
}
