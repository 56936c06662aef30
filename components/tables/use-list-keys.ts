"use client";

import { type RefObject, useEffect } from "react";

/** What the keys of a list do. */
export interface ListActions {
  /** Infinity: to the end of what is there. */
  move(step: number): void;
  open(): void;
  close(): void;
}

/** Rows that Page Up and Page Down pass over. */
const PAGE = 20;

const STEPS: Record<string, number> = {
  j: 1,
  k: -1,
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: PAGE,
  PageUp: -PAGE,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/**
 * j and k move, wherever the focus is; arrows, Page Up and Down, Home and End move in the list; Enter opens, Esc
 * closes, `/` goes to the search box. None of it while typing, and none of what another part has already answered.
 */
export function useListKeys(actions: ListActions, searchBox: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      // A person can turn single keys off (WCAG 2.1.4).
      if (event.key.length === 1 && document.documentElement.dataset.keys === "off") return;
      const target = event.target as HTMLElement;
      if (target.matches("input, textarea, select, [contenteditable]")) {
        if (event.key === "Escape") target.blur();
        return;
      }
      // A dialog or a menu has its own keys.
      if (target.closest("[role=dialog], [role=menu], [role=listbox]")) return;
      // Enter on a button or a link is that button's; arrows in a tree or in tabs are theirs.
      const free = target.closest("[role=grid]") !== null || target === document.body;
      const step = STEPS[event.key];
      if (step !== undefined) {
        if (!free && event.key !== "j" && event.key !== "k") return;
        actions.move(step);
      } else if (event.key === "Enter") {
        if (!free) return;
        actions.open();
      } else if (event.key === "Escape") actions.close();
      else if (event.key === "/") searchBox.current?.focus();
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [actions, searchBox]);
}
