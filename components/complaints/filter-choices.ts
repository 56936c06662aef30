import type { ComplaintSummary } from "@/server/complaints/view-schemas";

/** Ready-made choices of complaints, one at a time. */
export const QUICK = ["all", "mine", "unassigned", "overdue", "failed"] as const;
export type Quick = (typeof QUICK)[number];

/** One status, or all that are not closed. */
export type StatusChoice = ComplaintSummary["status"] | "unfinished";
