"use client";

import { useTranslations } from "next-intl";
import { useShortcut } from "@/app/_frame/shortcuts";

/** What the keys of triage do; null: not now, or not for this reader. */
export interface TriageActions {
  choose?: (() => void) | null;
  redrive: (() => void) | null;
  redriveOn?: (() => void) | null;
  edit?: (() => void) | null;
  discard: (() => void) | null;
}

/** x chooses, r opens the preview of a redrive, Shift+R redrives and goes on, e edits, d discards. j and k: useListKeys. */
export function useTriageKeys({ choose, redrive, redriveOn, edit, discard }: TriageActions): void {
  const t = useTranslations("deadLetters.keys");
  useShortcut({ keys: "x", label: t("choose"), group: "page" }, choose ?? null);
  useShortcut({ keys: "r", label: t("redrive"), group: "page" }, redrive);
  // A capital letter is Shift with its key.
  useShortcut({ keys: "R", label: t("redriveOn"), group: "page" }, redriveOn ?? null);
  useShortcut({ keys: "e", label: t("edit"), group: "page" }, edit ?? null);
  useShortcut({ keys: "d", label: t("discard"), group: "page" }, discard);
}
