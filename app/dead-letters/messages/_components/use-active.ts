"use client";

import { useCallback, useState } from "react";

/**
 * The row that the keys act on, known by its id: rows go away while one works through a list, and the keys stay where
 * they are. When its own row goes, the one that moves up into its place takes over.
 */
export function useActive(items: readonly { id: string }[]): [index: number, set: (index: number) => void] {
  const [known, setKnown] = useState<{ id: string | undefined; index: number }>({ id: undefined, index: 0 });
  const found = items.findIndex(({ id }) => id === known.id);
  const index = found >= 0 ? found : Math.max(0, Math.min(known.index, items.length - 1));
  const set = useCallback((next: number) => setKnown({ id: items[next]?.id, index: next }), [items]);
  return [index, set];
}
