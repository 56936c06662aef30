"use client";

import { useCallback, useState } from "react";
import { useReportAnchor } from "../_frame/page-report";
import type { RangeState } from "./range-state";

/**
 * The moment that a page's preset range ends at. It stands still while the reader reads, and moves to now when the range
 * in the address changes, or to the moment given to `refresh`.
 * @param first the moment that the server rendered with
 */
export function useAnchor(
  first: string,
  state: RangeState,
): [anchor: string, refresh: (moment?: string) => void] {
  const range = JSON.stringify([state.range, state.from, state.to]);
  const [known, setKnown] = useState({ range, anchor: first });
  const refresh = useCallback(
    (moment = new Date().toISOString()) => setKnown((it) => ({ ...it, anchor: moment })),
    [],
  );
  const current = known.range === range ? known : { range, anchor: new Date().toISOString() };
  if (current !== known) setKnown(current);
  useReportAnchor(
    current.anchor,
    useCallback(() => refresh(), [refresh]),
  );
  return [current.anchor, refresh];
}
