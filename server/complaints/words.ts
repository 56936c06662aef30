/** The words of complaints that pages need, too: nothing here brings a library along. */

export const PRIORITIES = ["LOW", "MEDIUM", "HIGH", "CRITICAL"] as const;
export type Priority = (typeof PRIORITIES)[number];

export const STATUSES = ["OPEN", "ASSIGNED", "IN_PROGRESS", "RESOLVED", "CLOSED"] as const;
export type ComplaintStatus = (typeof STATUSES)[number];

export const LANGUAGES = ["en", "fr"] as const;
/** A language that mails are written in. */
export type Language = (typeof LANGUAGES)[number];

/** Longest texts of a complaint, in characters. */
export const LONGEST = { title: 200, description: 10_000, category: 100, comment: 10_000, reason: 2_000 };

/** What a list can be in order of; `-` for descending. */
export const SORTS = [
  "-createdAt",
  "createdAt",
  "-updatedAt",
  "updatedAt",
  "dueAt",
  "-dueAt",
  "-priority",
  "priority",
] as const;
export type ComplaintSort = (typeof SORTS)[number];

/** As an assignee in a filter: whoever asks, and nobody. What else stands there is an id. */
export const MINE = "me";
export const NOBODY = "nobody";
