import type { Permission } from "@/server/access/permissions";
import type { PersonsCommand } from "@/server/complaints/complaint-commands";
import type { ComplaintView } from "@/server/complaints/view-schemas";

/** What a person can do to a complaint on its page: a form each. Two of them process it. */
export const ACTION_KINDS = [
  "assign",
  "start",
  "resolve",
  "close",
  "reopen",
  "comment",
  "reassign",
  "changePriority",
  "requireCompensation",
] as const;
export type ActionKind = (typeof ACTION_KINDS)[number];

/** The command that an action gives. */
export const commandOf = (kind: ActionKind): PersonsCommand =>
  kind === "start" || kind === "resolve" ? "process" : kind;

export const permissionFor = (kind: ActionKind): Permission =>
  kind === "requireCompensation" ? "complaints.compensate" : "complaints.handle";

/** What one would do next with a complaint in this status: first in the row, and coloured. */
export const NEXT: Record<ComplaintView["status"], ActionKind> = {
  OPEN: "assign",
  ASSIGNED: "start",
  IN_PROGRESS: "resolve",
  RESOLVED: "close",
  CLOSED: "reopen",
};

/** Actions that stand as buttons; the others are in a menu. */
export const IN_SIGHT: readonly ActionKind[] = ["assign", "start", "resolve", "close", "reopen", "comment"];
