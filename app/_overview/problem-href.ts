import type { Problem } from "@/server/overview/overview-schemas";
import { GROUPS } from "../_components/pages";

const PAGES: Partial<Record<Problem["check"], string>> = {
  coverage: "/topology",
  taps: "/topology",
  gaps: "/topology",
  quarantine: "/quarantine",
  deadLetters: "/dead-letters",
};

/** Where a person sees more of a problem; null when there is no page for it. */
export function problemHref(problem: Problem): string | null {
  const href = PAGES[problem.check];
  const exists = GROUPS.some((group) => group.pages.some((page) => page.href === href));
  return href !== undefined && exists ? href : null;
}
