import type { Problem } from "@/server/overview/overview-schemas";
import { GROUPS } from "../_components/pages";

const PAGES: Partial<Record<Problem["check"], string>> = {
  coverage: "/topology",
  taps: "/topology",
  gaps: "/topology",
  quarantine: "/quarantine",
  deadLetters: "/dead-letters",
  sagas: "/sagas",
};

/** Problems that a list of its own shows. */
const LISTS: Partial<Record<Problem["kind"], string>> = {
  dead_letters_growing: "/dead-letters?sort=growing",
  dead_letters_new: "/dead-letters?sort=recent",
  sagas_stuck: "/sagas?status=STUCK&range=all",
  redriven_dead_again: "/dead-letters/messages?tries=1",
};

/** Where a person sees more of a problem; null when there is no page for it. */
export function problemHref(problem: Problem): string | null {
  const href = PAGES[problem.check];
  const exists = GROUPS.some((group) => group.pages.some((page) => page.href === href));
  return href !== undefined && exists ? (LISTS[problem.kind] ?? href) : null;
}
