"use client";

import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { useShortcut } from "./shortcuts";

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
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: PAGE,
  PageUp: -PAGE,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/**
 * j and k move, wherever the focus is; arrows, Page Up and Down, Home and End move in the list; Enter opens, Esc
 * closes. None of it while typing, and none of what another part has already answered.
 */
export function useListKeys(actions: ListActions): void {
  const t = useTranslations("shortcuts");
  useShortcut({ keys: "j", label: t("next"), group: "page" }, () => actions.move(1));
  useShortcut({ keys: "k", label: t("previous"), group: "page" }, () => actions.move(-1));
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const target = event.target as HTMLElement;
      if (target.matches("input, textarea, select, [contenteditable]")) {
        if (event.key === "Escape") target.blur();
        return;
      }
      // An open window or menu has its own keys.
      if (target.closest("[role=dialog], [role=alertdialog], [role=menu], [role=listbox]")) return;
      // Enter on a button or a link is that button's; arrows in a tree or in tabs are theirs.
      const free = target.closest("[role=grid]") !== null || target === document.body || target.id === "main";
      const step = STEPS[event.key];
      if (step !== undefined && free) actions.move(step);
      else if (event.key === "Enter" && free) actions.open();
      else if (event.key === "Escape") actions.close();
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [actions]);
}
