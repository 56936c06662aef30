"use client";

import { type RefObject, useEffect } from "react";

/** What the keys of the list do. */
export interface ListActions {
  move(step: number): void;
  open(): void;
  close(): void;
}

/** j and k (and the arrows in the list) move, Enter opens, Esc closes, `/` goes to the search box. None of it while typing. */
export function useListKeys(actions: ListActions, searchBox: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const target = event.target as HTMLElement;
      if (target.matches("input, textarea, select, [contenteditable]")) {
        if (event.key === "Escape") target.blur();
        return;
      }
      const inList = target.closest("[role=grid]") !== null;
      // Enter on a button or a link is that button's.
      const free = inList || target === document.body;
      switch (event.key) {
        case "j":
          actions.move(1);
          break;
        case "k":
          actions.move(-1);
          break;
        case "ArrowDown":
          if (!free) return;
          actions.move(1);
          break;
        case "ArrowUp":
          if (!free) return;
          actions.move(-1);
          break;
        case "Enter":
          if (!free) return;
          actions.open();
          break;
        case "Escape":
          actions.close();
          break;
        case "/":
          searchBox.current?.focus();
          break;
        default:
          return;
      }
      event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [actions, searchBox]);
}
