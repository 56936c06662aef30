"use client";

import { useEffect, useRef } from "react";

/** Calls `tick` every `ms` while the tab is in sight, and at once when it comes back into sight after longer. Null: never. */
export function useTicking(tick: () => void, ms: number | null): void {
  const latest = useRef(tick);
  useEffect(() => {
    latest.current = tick;
  });
  useEffect(() => {
    if (ms === null) return;
    let last = Date.now();
    const look = () => {
      if (document.visibilityState === "hidden" || Date.now() - last < ms) return;
      last = Date.now();
      latest.current();
    };
    // Looked at more often than it ticks, so that a tab that comes back does not wait a whole turn.
    const timer = setInterval(look, Math.min(ms, 1_000));
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [ms]);
}
