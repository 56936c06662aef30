import { SillageError } from "@/server/errors";
import type { Complaint } from "./complaint";
import { allowedCommands, type CommandType, type PersonsCommand } from "./complaint-commands";
import type { ComplaintStatus } from "./event-fields";

/** Why a complaint does not allow a command. */
export type ComplaintRule = "already-filed" | "not-filed" | "not-allowed-now" | "compensation-under-way";

/** A business error: the complaint, as it is, does not allow what was asked. Says its status, and what it does allow. */
export class ComplaintError extends SillageError {
  readonly rule: ComplaintRule;
  readonly status: ComplaintStatus | null;
  readonly allowed: readonly PersonsCommand[];

  constructor(rule: ComplaintRule, state: Complaint, command?: CommandType) {
    const { status } = state;
    const allowed = allowedCommands(status, status !== null && state.compensation?.state === "running");
    super(rule === "not-filed" ? "NOT_FOUND" : "CONFLICT", textOf(rule, status, allowed, command), {
      details: { facts: { rule, status, allowed } },
    });
    this.name = "ComplaintError";
    this.rule = rule;
    this.status = status;
    this.allowed = allowed;
  }
}

function textOf(
  rule: ComplaintRule,
  status: ComplaintStatus | null,
  allowed: readonly string[],
  command: CommandType | undefined,
): string {
  switch (rule) {
    case "already-filed":
      return "A complaint with this id was filed before.";
    case "not-filed":
      return "There is no such complaint.";
    case "compensation-under-way":
      return "A compensation of this complaint is under way; another may be required when it has ended.";
    case "not-allowed-now":
      return `A complaint that is ${status} does not allow ${command}; it allows ${allowed.join(", ")}.`;
  }
}
