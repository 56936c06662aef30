import type { Deed } from "@/server/operator-actions/act";
import type { By } from "@/server/operator-actions/action";
import type { ActionName } from "@/server/operator-actions/action-names";
import type { CommandType } from "./complaint-commands";

const NAMES: Record<CommandType, ActionName> = {
  create: "complaint.created",
  assign: "complaint.assigned",
  reassign: "complaint.reassigned",
  process: "complaint.processed",
  close: "complaint.closed",
  comment: "complaint.commented",
  reopen: "complaint.reopened",
  changePriority: "complaint.priority-changed",
  requireCompensation: "complaint.compensation-required",
  recordCompensated: "complaint.compensated",
  recordCompensationFailed: "complaint.compensation-failed",
};

/** A command as the record of actions has it: who asked what of which complaint. What it says stands in its events. */
export function deedOf(
  { command, complaintId }: { command: { type: CommandType }; complaintId: string },
  by: By,
): Deed {
  return { by, action: NAMES[command.type], target: { type: "complaint", id: complaintId } };
}
