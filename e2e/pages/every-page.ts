import { GROUPS } from "../../app/_components/pages";

/** Addresses of all pages of the rail: what holds for every page is tried on these, so a new page cannot be forgotten. */
export const EVERY_PAGE: readonly string[] = GROUPS.flatMap((group) => group.pages.map((page) => page.href));
