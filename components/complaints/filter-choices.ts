import { STATUSES } from "@/server/complaints/words";

/** Ready-made choices of complaints, one at a time. */
export const QUICK = ["all", "mine", "unassigned", "overdue", "failed"] as const;
export type Quick = (typeof QUICK)[number];

/** One status, or all that are not closed. */
export const STATUS_CHOICES = [...STATUSES, "unfinished"] as const;
export type StatusChoice = (typeof STATUS_CHOICES)[number];
