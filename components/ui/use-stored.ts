"use client";

import { useCallback, useMemo, useSyncExternalStore } from "react";

const listeners = new Map<string, Set<() => void>>();
/** What this page has set, for browsers that keep nothing. */
const here = new Map<string, string>();

/**
 * Something that this browser remembers for the reader, as text, under a name. The server knows nothing of it and
 * draws what `read(null)` makes. `read` must be stable.
 */
export function useStored<Value>(
  name: string,
  read: (text: string | null) => Value,
): [Value, (value: Value) => void] {
  const key = `sillage.${name}`;
  const text = useSyncExternalStore(
    useCallback((changed) => subscribe(key, changed), [key]),
    () => stored(key),
    () => null,
  );
  const value = useMemo(() => read(text), [read, text]);
  const set = useCallback(
    (next: Value) => {
      const written = JSON.stringify(next);
      here.set(key, written);
      try {
        localStorage.setItem(key, written);
      } catch {
        // Full or forbidden: it holds as long as the page.
      }
      for (const changed of listeners.get(key) ?? []) changed();
    },
    [key],
  );
  return [value, set];
}

function stored(key: string): string | null {
  const known = here.get(key);
  if (known !== undefined) return known;
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function subscribe(key: string, changed: () => void): () => void {
  const own = listeners.get(key) ?? new Set();
  listeners.set(key, own);
  own.add(changed);
  return () => own.delete(changed);
}
