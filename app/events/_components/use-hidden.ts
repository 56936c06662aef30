"use client";

import { useSyncExternalStore } from "react";

/** Whether the tab is hidden: a tab that nobody sees needs no rows. */
export function useHidden(): boolean {
  return useSyncExternalStore(
    (changed) => {
      document.addEventListener("visibilitychange", changed);
      return () => document.removeEventListener("visibilitychange", changed);
    },
    () => document.visibilityState === "hidden",
    () => false,
  );
}
