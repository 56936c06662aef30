"use client";

import { useCallback, useMemo, useState } from "react";
import type { Chosen } from "@/components/dead-letters/chosen";

/** The rows that a person has chosen, one by one. They stay chosen while other rows come and go. */
export function useChosen() {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback(
    (id: string) =>
      setIds((known) => {
        const next = new Set(known);
        if (!next.delete(id)) next.add(id);
        return next;
      }),
    [],
  );
  const chosen: Chosen = useMemo(() => ({ has: (id) => ids.has(id), toggle }), [ids, toggle]);
  return {
    chosen,
    ids,
    all: (every: readonly string[]) => setIds(new Set(every)),
    clear: useCallback(() => setIds(new Set()), []),
  };
}
